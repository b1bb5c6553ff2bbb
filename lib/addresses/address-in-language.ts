/**
 * What is read in one language wherever it is opened: pages as search engines are told of them, feeds, and what else a program fetches
 * that says nothing about its reader.
 */
import { DEFAULT_LANGUAGE, LANGUAGE_PARAMETER, type Language, toLanguage } from '#lib/language/languages.ts'
import { addQuery } from './routes.ts'

/** @example toAddressInLanguage('/docs', 'ja') // '/docs?language=ja' */
export function toAddressInLanguage(path: string, language: Language): string {
  if (language === DEFAULT_LANGUAGE) return path
  return addQuery(path, `${LANGUAGE_PARAMETER}=${language}`)
}

/** The language that an address names, else English. */
export function readNamedLanguage({ url }: { url: string }): Language {
  return toLanguage(new URL(url).searchParams.get(LANGUAGE_PARAMETER) ?? undefined) ?? DEFAULT_LANGUAGE
}
