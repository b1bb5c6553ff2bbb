/**
 * Pulls as a table for programs (RFC 4180): one row for each day and, where there were any, for each tag, each client and
 * each platform of it. No value can begin a formula or need quoting: none of them has the characters for it.
 */
import type { PullStatistics } from '#lib/pages/repository/get-pull-statistics.ts'

/** The rows of a day stand together: `all`, then by `tag` (empty for pulls by digest), by `client` and by `platform`. */
export function toPullsCsv({ days, tagDays, clientDays, platformDays }: PullStatistics): string {
  const tags = Map.groupBy(tagDays, ({ day }) => day)
  const clients = Map.groupBy(clientDays, ({ day }) => day)
  const platforms = Map.groupBy(platformDays, ({ day }) => day)
  const rows = days.flatMap(({ day, count }) => [
    [day, 'all', '', count],
    ...(tags.get(day) ?? []).map((one) => [day, 'tag', one.tag, one.count]),
    ...(clients.get(day) ?? []).map((one) => [day, 'client', one.client, one.count]),
    ...(platforms.get(day) ?? []).map((one) => [day, 'platform', one.platform, one.count]),
  ])
  return [['day', 'by', 'value', 'pulls'], ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}
