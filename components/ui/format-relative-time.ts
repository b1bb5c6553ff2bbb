/** Times as a visitor reads them: "28 Nov 2026", "3 days ago", and the exact time in UTC. Pure, and the same on every machine. */

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

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})

// Not left to Intl: a browser may abbreviate months otherwise than the server, and the page would differ from its markup.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The distance from `nowMs` in the largest unit that fits at least once; of what is still to come, the date. */
export function formatRelativeTime(iso: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000
  if (seconds < -skewSeconds) return formatDate(iso)
  for (const [unit, size] of steps) {
    const count = Math.floor(seconds / size)
    // The longest word of all, shortened so that none needs more room than a date.
    if (count >= 1) return unit === 'minute' ? `${count} min ago` : relative.format(-count, unit)
  }
  return 'just now'
}

/** The day in UTC. @example formatDate('2026-11-20T14:03:22Z') // '20 Nov 2026' */
export function formatDate(iso: string): string {
  const date = new Date(iso)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** Day and minute in UTC. @example formatDateTime('2026-11-20T14:03:22Z') // '20 Nov 2026, 14:03 UTC' */
export function formatDateTime(iso: string): string {
  return `${formatDate(iso)}, ${new Date(iso).toISOString().slice(11, 16)} UTC`
}

/** @example formatExactTime('2026-11-20T14:03:22Z') // '20 November 2026 at 14:03 UTC' */
export function formatExactTime(iso: string): string {
  return `${exact.format(new Date(iso))} UTC`
}
