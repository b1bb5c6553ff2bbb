/** Times as a visitor reads them: "3 days ago", and the exact time in UTC. */

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})

/**
 * The distance from `nowMs` in the largest unit that fits at least once. A time in the future, as clocks
 * differ, counts as now.
 */
export function formatRelativeTime(iso: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000)
  for (const [unit, size] of steps) {
    if (seconds >= size) return relative.format(-Math.floor(seconds / size), unit)
  }
  return 'just now'
}

/** @example formatExactTime('2026-11-20T14:03:22Z') // '20 November 2026 at 14:03 UTC' */
export function formatExactTime(iso: string): string {
  return `${exact.format(new Date(iso))} UTC`
}
