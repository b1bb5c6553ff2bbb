/**
 * Days in tags, in the ways that people and machines write them: `20240115`, `20240115T101500Z`, `2024-01-15`,
 * `RELEASE.2024-01-15T10-15-00Z`, `2024-11`, `202401`, and seconds or milliseconds since 1970. With points between the numbers it is
 * a calendar version and read as any version. Pure.
 */
import { isAllDigits, splitPart, type TagPart } from './split-tag.ts'

export interface CalendarNumbers {
  /** Year, month, day, and what is finer than a day as one number. */
  numbers: string[]
  /** False for a month, which is a calendar version: `2024-11`. */
  isDate: boolean
  revision: string
  /** How many parts it takes. */
  length: number
}

const firstSecond = Date.UTC(2000, 0, 1) / 1000
const lastSecond = Date.UTC(2100, 0, 1) / 1000

/** Reads the day that begins with a part; null where there is none. */
export function readCalendar(parts: readonly TagPart[], at: number): CalendarNumbers | null {
  const split = splitPart(parts[at]?.text ?? '')
  if (split === null) return null
  return readCompact(split.digits, split.tail, parts, at) ?? readDashed(split.digits, split.tail, parts, at)
}

function readCompact(
  digits: string,
  tail: string,
  parts: readonly TagPart[],
  at: number,
): CalendarNumbers | null {
  const next = parts[at + 1]
  // `20240115.1.2` is read as any version, so that no number is lost.
  if (tail === '' && next?.separator === '.' && parts[at + 2]?.separator === '.') return null
  const instant = toInstant(digits)
  if (instant !== null && tail === '') return { numbers: instant, isDate: true, revision: '', length: 1 }
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)]
  if (digits.length === 6 && isYear(year) && isIn(month, 1, 12) && tail === '') {
    return { numbers: [year, month], isDate: true, revision: '', length: 1 }
  }
  if (digits.length < 8 || digits.length > 14 || !isYear(year) || !isIn(month, 1, 12) || !isIn(day, 1, 31))
    return null
  const date = [year, month, day]
  const finer = digits.slice(8)
  if (finer !== '') return { numbers: [...date, toTime(finer)], isDate: true, revision: '', length: 1 }
  const time = /^t(?<time>\d+)z?$/i.exec(tail)?.groups?.time
  if (time !== undefined) return { numbers: [...date, toTime(time)], isDate: true, revision: '', length: 1 }
  if (/^[a-z]$/i.test(tail)) return { numbers: date, isDate: true, revision: tail.toLowerCase(), length: 1 }
  if (tail !== '') return null
  const follows = next !== undefined && isAllDigits(next.text) && next.text.length <= 6
  return follows
    ? { numbers: [...date, next.text], isDate: true, revision: '', length: 2 }
    : { numbers: date, isDate: true, revision: '', length: 1 }
}

function readDashed(
  year: string,
  tail: string,
  parts: readonly TagPart[],
  at: number,
): CalendarNumbers | null {
  const [month, day] = [parts[at + 1], parts[at + 2]]
  if (!isYear(year) || tail !== '' || month === undefined || !/^[-_]$/.test(month.separator)) return null
  if (month.text.length !== 2 || !isIn(month.text, 1, 12)) return null
  const [, days = '', hours = ''] = /^(\d{2})(?:t(\d+)z?)?$/i.exec(day?.text ?? '') ?? []
  if (day?.separator !== month.separator || !isIn(days, 1, 31)) {
    return { numbers: [year, month.text], isDate: false, revision: '', length: 2 }
  }
  // The rest of a time: `T10-15-00Z`.
  let time = hours
  let end = at + 3
  while (hours !== '' && time.length < 6 && /^\d{2}z?$/i.test(parts[end]?.text ?? '')) {
    time += (parts[end]?.text ?? '').slice(0, 2)
    end += 1
  }
  const numbers = [year, month.text, days, ...(time === '' ? [] : [toTime(time)])]
  return { numbers, isDate: true, revision: '', length: end - at }
}

/** Seconds or milliseconds since 1970 as a day and a time. */
function toInstant(digits: string): string[] | null {
  if (digits.length !== 10 && digits.length !== 13) return null
  const seconds = Number(digits.slice(0, 10))
  // `2024011501` is a day with a counter; as seconds it is not near.
  if (seconds < firstSecond || seconds > lastSecond || isYear(digits.slice(0, 4))) return null
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T')
  return [...day.split('-'), time.slice(0, 8).replaceAll(':', '')]
}

/** Hours, minutes and seconds; a counter of a day stays as it is. */
function toTime(digits: string): string {
  return digits.length === 4 ? `${digits}00` : digits
}

function isYear(digits: string): boolean {
  return digits.length === 4 && isIn(digits, 1990, 2099)
}

function isIn(digits: string, least: number, most: number): boolean {
  return isAllDigits(digits) && Number(digits) >= least && Number(digits) <= most
}
