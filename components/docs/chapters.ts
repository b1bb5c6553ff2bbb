/** The chapters of the docs, one for each kind of reader. */
import type { Route } from 'next'

export interface Chapter {
  path: Route
  title: string
  /** For whom it is. */
  reader: string
  sections: readonly (readonly [id: string, title: string])[]
}

export const chapters = {
  visitors: {
    path: '/docs',
    title: 'Find and pull images',
    reader: 'For visitors',
    sections: [
      ['find', 'Find an image'],
      ['pull', 'Pull an image'],
      ['fails', 'When a pull fails'],
      ['verified', 'What “verified” means'],
      ['marks', 'What else a page says'],
      ['ask', 'Whom to ask'],
    ],
  },
  publishers: {
    path: '/docs/publish',
    title: 'Publish images',
    reader: 'For publishers',
    sections: [
      ['create', 'Create a repository'],
      ['push', 'Push an image'],
      ['page', 'What the page shows'],
      ['change', 'Change it'],
    ],
  },
  operators: {
    path: '/docs/operate',
    title: 'Run a gallery',
    reader: 'For operators',
    sections: [
      ['give', 'What you give publishers'],
      ['tell', 'What you tell visitors'],
      ['read', 'Where it is described'],
    ],
  },
  programs: {
    path: '/docs/api',
    title: 'The gallery’s API',
    reader: 'For programs',
    sections: [
      ['addresses', 'Addresses'],
      ['search', 'Parameters of a search'],
      ['tags', 'Parameters of a list of tags'],
    ],
  },
} as const satisfies Record<string, Chapter>
