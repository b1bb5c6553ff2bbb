/** Numbers as a visitor reads them. */
import { forEachLanguage, type Language } from '#lib/language/languages.ts'

const whole = forEachLanguage((_, language) => new Intl.NumberFormat(language))
// In Japanese a number is short from ten thousand on; below, it is written as everywhere else.
const short: Intl.NumberFormatOptions = {
  notation: 'compact',
  maximumFractionDigits: 1,
  useGrouping: 'always',
}
const compact = forEachLanguage((_, language) => new Intl.NumberFormat(language, short))

/** @example formatNumber(12345) // '12,345' */
export function formatNumber(count: number, language: Language): string {
  return whole[language].format(count)
}

/** @example formatCompactNumber(1234567) // '1.2M', in Japanese '123.5万' */
export function formatCompactNumber(count: number, language: Language): string {
  return compact[language].format(count)
}
