/**
 * When an image was built, as its config or an annotation says. Builds that can be repeated state a date that they chose
 * (reproducible-builds.org, SOURCE_DATE_EPOCH): the year 1, the beginnings of the clocks of Unix and of FAT, the first
 * second of a year. Such a date says nothing about when. Pure.
 */

/** Before the first release of a container engine nobody built an image. */
const firstImagesMs = Date.UTC(2013, 2, 1)

/** The year as well as the last second of the range that a four-digit year can state. */
const lastMs = Date.UTC(9999, 0, 1)

/** ISO 8601; null where nothing is stated, or a date that the build fixed. */
export function toBuildTime(stated: unknown): string | null {
  if (typeof stated !== 'string' || stated.length > 64) return null
  const time = Date.parse(stated)
  if (Number.isNaN(time) || time < firstImagesMs || time >= lastMs) return null
  const date = new Date(time)
  const isNewYear = time === Date.UTC(date.getUTCFullYear(), 0, 1)
  return isNewYear ? null : date.toISOString()
}
