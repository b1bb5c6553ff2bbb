/**
 * When an image was built, as its config or an annotation says. Builds that can be repeated state a date that they chose
 * (reproducible-builds.org, SOURCE_DATE_EPOCH): the year 1, the beginnings of the clocks of Unix and of FAT, the first
 * second of a year. Such a date says nothing about when. Pure.
 */
import { toUtcTime } from './utc-time.ts'

/** Before the first release of a container engine nobody built an image. */
const firstImagesMs = Date.UTC(2013, 2, 1)

/** ISO 8601; null where nothing is stated, something that is no date (RFC 3339), or a date that the build fixed. */
export function toBuildTime(stated: unknown): string | null {
  const text = toUtcTime(stated)
  if (text === null) return null
  const time = Date.parse(text)
  const isNewYear = time === Date.UTC(new Date(time).getUTCFullYear(), 0, 1)
  return time < firstImagesMs || isNewYear ? null : text
}
