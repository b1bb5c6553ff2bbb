/**
 * Pulls as a table for programs (RFC 4180): one row for each day and, where there were any, for each tag and each client of it. No value
 * can begin a formula or need quoting: days, tags and families of clients have none of the characters for it.
 */
import type { PullStatistics } from '#lib/pages/get-pull-statistics.ts'

/** The rows of a day stand together: `all`, then by `tag` (empty for pulls by digest), then by `client`. */
export function toPullsCsv({ days, tagDays, clientDays }: PullStatistics): string {
  const tags = Map.groupBy(tagDays, ({ day }) => day)
  const clients = Map.groupBy(clientDays, ({ day }) => day)
  const rows = days.flatMap(({ day, count }) => [
    [day, 'all', '', count],
    ...(tags.get(day) ?? []).map((one) => [day, 'tag', one.tag, one.count]),
    ...(clients.get(day) ?? []).map((one) => [day, 'client', one.client, one.count]),
  ])
  return [['day', 'by', 'value', 'pulls'], ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}
