/**
 * Dates and times that strangers state, read strictly (RFC 3339): a day, or a time with its zone, behind a `T` or, as
 * `date --rfc-3339` writes it, a space; a day that the calendar has, in a year that a page can show. Pure.
 */

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](\d{2}):(\d{2})))?$/

const firstYear = 1970
const lastYear = 2199

/**
 * As ISO 8601 in UTC; of a day its first moment. Null for everything else.
 * @example toUtcTime('2027-01-31') // '2027-01-31T00:00:00.000Z'
 */
export function toUtcTime(stated: unknown): string | null {
  if (typeof stated !== 'string' || stated.length > 40) return null
  const found = form.exec(stated)
  if (found === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = found
    .slice(1)
    .map((digits) => Number(digits ?? 0))
  if (year < firstYear || year > lastYear || hour > 23 || minute > 59 || second > 59) return null
  if (zoneHour > 23 || zoneMinute > 59 || !isDay(year, month, day)) return null
  return new Date(Date.parse(stated.toUpperCase().replace(' ', 'T'))).toISOString()
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
