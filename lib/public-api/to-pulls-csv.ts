/**
 * Pulls as a table for programs (RFC 4180): one row for each day and, where there were any, for each tag, each client and
 * each platform of it. What could begin a formula in a program for tables has an apostrophe before it (OWASP, "CSV Injection"): other
 * registries than ours are read, too, and a platform is what a publisher calls it.
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
  return [['day', 'by', 'value', 'pulls'], ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

function toCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
