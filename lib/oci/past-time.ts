/**
 * When something has happened, as a stranger says it: that an image was built, or scanned. A day that is still to come is none on which it has,
 * and would be newer than every honest one. Pure; the time is passed in.
 */

/** A clock may be a little ahead. */
const toleranceMs = 24 * 3_600_000

/** The time as it is stated, in ISO 8601; null where nothing is stated, and for what lies in the future. */
export function toPastTime(stated: string | null, nowMs: number): string | null {
  return stated === null || Date.parse(stated) > nowMs + toleranceMs ? null : stated
}
