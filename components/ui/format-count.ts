/** Numbers as a visitor reads them. */
import type { Language } from '#lib/language/languages.ts'

const whole = {
  en: new Intl.NumberFormat('en'),
  ja: new Intl.NumberFormat('ja'),
} satisfies Record<Language, Intl.NumberFormat>
// In Japanese a number is short from ten thousand on; below, it is written as everywhere else.
const short: Intl.NumberFormatOptions = {
  notation: 'compact',
  maximumFractionDigits: 1,
  useGrouping: 'always',
}
const compact = {
  en: new Intl.NumberFormat('en', short),
  ja: new Intl.NumberFormat('ja', short),
} satisfies Record<Language, Intl.NumberFormat>

/** @example formatNumber(12345) // '12,345' */
export function formatNumber(count: number, language: Language): string {
  return whole[language].format(count)
}

/** @example formatCompactNumber(1234567) // '1.2M', in Japanese '123.5万' */
export function formatCompactNumber(count: number, language: Language): string {
  return compact[language].format(count)
}
