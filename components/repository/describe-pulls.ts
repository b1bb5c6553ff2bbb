/** The thirty days of pulls in words, for those who do not see the drawing. */
import type { RepositoryPulls } from '#lib/pages/get-repository-pulls.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'

const dayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** @example '42 pulls in the last 30 days, at most 12 on November 3' */
export function describePulls(days: RepositoryPulls['days']): string {
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const period = `in the last ${days.length} days`
  if (total === 0) return `No pulls ${period}`
  const best = days.reduce((highest, day) => (day.count > highest.count ? day : highest))
  const day = dayFormat.format(new Date(best.day))
  const most = best.count === total ? `all on ${day}` : `at most ${formatNumber(best.count)} on ${day}`
  return `${formatCount(total, 'pull', 'pulls')} ${period}, ${most}`
}
