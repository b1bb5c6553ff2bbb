/**
 * The languages that the gallery speaks. A further one is a line here and a folder in `messages/` (CONTRIBUTING.md). The front door
 * chooses one for each page (`choose-language.ts`) and says it in a header; next.config.mjs rewrites the address to the pages of that
 * language.
 */

/**
 * `name`: what each calls itself. `locale`: whose forms of dates, numbers and lists it has, as `Intl` names them: British dates and lists,
 * and no comma before the last "and". `openGraph`: as Open Graph names it (https://ogp.me/#optional). `comma`: between names without
 * an "and".
 */
const known = {
  en: { name: 'English', locale: 'en-GB', openGraph: 'en', comma: ', ' },
  ja: { name: '日本語', locale: 'ja', openGraph: 'ja_JP', comma: '、' },
} as const

export type Language = keyof typeof known

export const LANGUAGES = Object.keys(known) as readonly Language[]

export const DEFAULT_LANGUAGE: Language = 'en'

/** What it is called, and how it writes. */
export function describeLanguage(language: Language): {
  name: string
  locale: string
  openGraph: string
  comma: string
} {
  return known[language]
}

/** Names without an "and" between them. @example joinNames(['Linux', 'ARM 64'], 'ja') // 'Linux、ARM 64' */
export function joinNames(names: readonly string[], language: Language): string {
  return names.join(known[language].comma)
}

/** Something for each of them. @example forEachLanguage((locale) => new Intl.NumberFormat(locale)) */
export function forEachLanguage<Made>(
  make: (locale: string, language: Language) => Made,
): Readonly<Record<Language, Made>> {
  const made = LANGUAGES.map((language) => [language, make(known[language].locale, language)])
  return Object.fromEntries(made) as Record<Language, Made>
}

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
