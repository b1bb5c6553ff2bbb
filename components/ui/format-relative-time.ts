/** Times as a visitor reads them: "28 Nov 2026", "3 days ago", and the exact time in UTC. Pure, and the same on every machine. */
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** By how much clocks differ. */
const skewSeconds = 300

interface TimeFormats {
  toDate: (date: Date) => string
  /** No longer than an English one. */
  toShortDate: (date: Date) => string
  relative: Intl.RelativeTimeFormat
  exact: Intl.DateTimeFormat
}

// Not left to Intl: a browser may abbreviate months otherwise than the server, and the page would differ from its markup.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const exactly: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }

function toEnglishDate(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

const formats: Record<Language, TimeFormats> = {
  en: {
    toDate: toEnglishDate,
    toShortDate: toEnglishDate,
    relative: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
    exact: new Intl.DateTimeFormat('en-GB', exactly),
  },
  ja: {
    toDate: (date) => `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`,
    toShortDate: (date) => date.toISOString().slice(0, 10).replaceAll('-', '/'),
    relative: new Intl.RelativeTimeFormat('ja', { numeric: 'auto' }),
    exact: new Intl.DateTimeFormat('ja', exactly),
  },
}

/** The distance from `nowMs` in the largest unit that fits at least once; of what is still to come, the date. */
export function formatRelativeTime(
  iso: string,
  nowMs: number,
  { texts, language }: { texts: Texts<'ui'>; language: Language },
): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000
  if (seconds < -skewSeconds) return formatDate(iso, language)
  for (const [unit, size] of steps) {
    const count = Math.floor(seconds / size)
    if (count < 1) continue
    // The longest words of all are shortened, so that none need more room than a date.
    return unit === 'minute'
      ? texts('minutesAgo', { count })
      : formats[language].relative.format(-count, unit)
  }
  return texts('justNow')
}

/** The day in UTC. @example formatDate('2026-11-20T14:03:22Z') // '20 Nov 2026', in Japanese '2026年11月20日' */
export function formatDate(iso: string, language: Language): string {
  return formats[language].toDate(new Date(iso))
}

/** The same where there is little room. @example formatShortDate('2026-11-20T14:03:22Z') // '20 Nov 2026', in Japanese '2026/11/20' */
export function formatShortDate(iso: string, language: Language): string {
  return formats[language].toShortDate(new Date(iso))
}

/** Day and minute in UTC. @example formatDateTime('2026-11-20T14:03:22Z') // '20 Nov 2026, 14:03 UTC' */
export function formatDateTime(iso: string, language: Language): string {
  const separator = language === 'ja' ? ' ' : ', '
  return `${formatDate(iso, language)}${separator}${new Date(iso).toISOString().slice(11, 16)} UTC`
}

/** @example formatExactTime('2026-11-20T14:03:22Z') // '20 November 2026 at 14:03 UTC' */
export function formatExactTime(iso: string, language: Language): string {
  return `${formats[language].exact.format(new Date(iso))} UTC`
}
