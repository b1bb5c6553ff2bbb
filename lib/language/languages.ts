/**
 * The languages that the gallery speaks. A further one is a line here and a folder in `messages/`. The front door chooses one for each
 * page (`choose-language.ts`) and says it in a header; next.config.mjs rewrites the address to the pages of that language.
 */

export const LANGUAGES = ['en', 'ja'] as const

export type Language = (typeof LANGUAGES)[number]

export const DEFAULT_LANGUAGE: Language = 'en'

/** What each calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' }

/** Whose forms of dates, numbers and lists each has, as `Intl` names them: British dates and lists, and no comma before the last "and". */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ja: 'ja' }

/** Something for each of them. @example forEachLanguage((locale) => new Intl.NumberFormat(locale)) */
export function forEachLanguage<Made>(
  make: (locale: string, language: Language) => Made,
): Readonly<Record<Language, Made>> {
  const made = LANGUAGES.map((language) => [language, make(LOCALES[language], language)])
  return Object.fromEntries(made) as Record<Language, Made>
}

/** As Open Graph names them (https://ogp.me/#optional). */
export const OPEN_GRAPH_LOCALES: Readonly<Record<Language, string>> = { en: 'en', ja: 'ja_JP' }

/** What a visitor has chosen, for a year. */
export const LANGUAGE_COOKIE = 'language'

/** In an address: the page in this language, whoever reads it. */
export const LANGUAGE_PARAMETER = 'language'

/** Before the language in the routes of pages, `/~en/…`: no alias can begin with it, and no address shows it. */
export const LANGUAGE_PREFIX = '/~'

/** From the front door to the rewrites; what a visitor sends under this name is dropped. */
export const LANGUAGE_HEADER = 'x-gallery-language'

/** The segment of a route that names a language. @example toLanguageSegment('en') // '~en' */
export function toLanguageSegment(language: Language): string {
  return `${LANGUAGE_PREFIX.slice(1)}${language}`
}

/** Null for a text that names none of them. */
export function toLanguage(text: string | undefined): Language | null {
  return LANGUAGES.find((one) => one === text) ?? null
}
