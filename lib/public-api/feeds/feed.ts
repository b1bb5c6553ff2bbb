/** What can be subscribed to, before it has a format. */
import { guessTextLanguage } from '#lib/language/guess-text-language.ts'
import type { Language } from '#lib/language/languages.ts'

/** What somebody wrote, with its language; empty where that is not known, as of what a publisher wrote in Latin letters. */
export interface FeedText {
  text: string
  language: string
}

export interface Feed {
  /** In which the gallery speaks in it. */
  language: Language
  title: string
  description: FeedText
  /** The page that it follows, from the root of the gallery; so are all paths here. */
  path: string
  /** Its own address, with the language and without the format. */
  feedPath: string
  /** The latest first. */
  entries: FeedEntry[]
}

export interface FeedEntry {
  /** Differs from every other entry of the feed, and stays as long as what it tells of. */
  id: string
  title: string
  path: string
  /** ISO 8601. */
  updatedAt: string
  /** Plain text. */
  summary: FeedText
  author: string
}

/** Entries of one feed; readers keep what they have seen. */
export const MAX_FEED_ENTRIES = 50

/** When anything in it changed last; null for a feed without entries. */
export function toUpdatedAt({ entries }: Feed): string | null {
  return entries.reduce<string | null>(
    (latest, { updatedAt }) => (latest === null || updatedAt > latest ? updatedAt : latest),
    null,
  )
}

/** @example toPublishersText('高速なキャッシュ') // { text: '高速なキャッシュ', language: 'ja' } */
export function toPublishersText(text: string): FeedText {
  return { text, language: guessTextLanguage(text) }
}
