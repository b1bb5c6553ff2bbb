import { forEachLanguage, type Language } from '#lib/language/languages.ts'

const exactly: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }

const formats = forEachLanguage((locale) => new Intl.DateTimeFormat(locale, exactly))

/** @example formatExactTime('2026-11-20T14:03:22Z') // '20 November 2026 at 14:03 UTC' */
export function formatExactTime(iso: string, language: Language): string {
  return `${formats[language].format(new Date(iso))} UTC`
}
