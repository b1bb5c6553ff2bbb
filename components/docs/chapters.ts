/** The chapters of the docs, one for each kind of reader, and the sections that they lead to. The messages have their words, by these names. */
import type { Route } from 'next'
import type { Messages } from '#lib/language/texts.ts'

export type SectionId = keyof Messages['docs']['sections']

export const chapters = {
  visitors: { path: '/docs', sections: ['find', 'pull', 'fails', 'verified', 'marks', 'ask'] },
  publishers: { path: '/docs/publish', sections: ['create', 'push', 'page', 'change'] },
  operators: { path: '/docs/operate', sections: ['give', 'tell', 'read'] },
  programs: { path: '/docs/api', sections: ['addresses', 'search', 'tags'] },
} as const satisfies Record<string, { path: Route; sections: readonly SectionId[] }>

export type ChapterName = keyof typeof chapters

export const CHAPTER_NAMES = ['visitors', 'publishers', 'operators', 'programs'] as const
