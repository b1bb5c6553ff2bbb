/** Times as a visitor reads them: "28 Nov 2026", "3 days ago", and the exact time in UTC. Pure, and the same on every machine. */
import { describeLanguage, type Language } from '#lib/language/languages.ts'
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

// Not left to Intl: a browser may abbreviate months otherwise than the server, and the page would differ from its markup.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function toEnglishDate(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** What each costs to make, a slow phone pays for the language of its page alone. */
const distances = new Map<Language, Intl.RelativeTimeFormat>()

function toDistance(count: number, unit: Intl.RelativeTimeFormatUnit, language: Language): string {
  const format = distances.get(language) ?? new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  distances.set(language, format)
  return format.format(count, unit)
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
    return unit === 'minute' ? texts('minutesAgo', { count }) : toDistance(-count, unit, language)
  }
  return texts('justNow')
}

/** The day in UTC. @example formatDate('2026-11-20T14:03:22Z') // '20 Nov 2026', in Japanese '2026年11月20日' */
export function formatDate(iso: string, language: Language): string {
  const date = new Date(iso)
  if (language === 'en') return toEnglishDate(date)
  if (language === 'ja') return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
  return new Intl.DateTimeFormat(describeLanguage(language).locale, {
    dateStyle: 'medium',
    timeZone: 'UTC',
  }).format(date)
}

/** The same where there is little room, no longer than an English one. @example formatShortDate('2026-11-20T14:03:22Z') // '20 Nov 2026', in Japanese '2026/11/20' */
export function formatShortDate(iso: string, language: Language): string {
  const date = new Date(iso)
  return language === 'en' ? toEnglishDate(date) : date.toISOString().slice(0, 10).replaceAll('-', '/')
}

/** Day and minute in UTC. @example formatDateTime('2026-11-20T14:03:22Z') // '20 Nov 2026, 14:03 UTC' */
export function formatDateTime(iso: string, language: Language): string {
  const separator = language === 'ja' ? ' ' : describeLanguage(language).comma
  return `${formatDate(iso, language)}${separator}${new Date(iso).toISOString().slice(11, 16)} UTC`
}
