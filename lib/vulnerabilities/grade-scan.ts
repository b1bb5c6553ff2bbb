/**
 * The grade of an image from A to F, by what its newest scan found and by the scan's age: what was looked at long ago says little about
 * today. The rule is written for visitors in `GRADE_RULE`, and nothing else decides. Pure; the time is passed in.
 */
import { toPastTime } from '#lib/oci/past-time.ts'
import type { Severity } from './scan.ts'

export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Grade = (typeof GRADES)[number]

/** Days after the scan at which the grade is one lower. */
const dropDays = [30, 60, 120, 240, 365] as const

/** Where a scan begins, by the worst that is open. */
const firstGrades: Record<Severity, number> = {
  critical: 3,
  high: 2,
  medium: 1,
  unknown: 1,
  low: 0,
  negligible: 0,
}

/** For the API; pages say the same in their language. */
export const GRADE_RULE =
  'A scan begins with A when nothing worse than low is open, B for medium or a severity that is not stated, C for high, D for critical. ' +
  'What its publisher has set aside with a reason is not open. The grade is one lower 30, 60, 120, 240 and 365 days after the scan, down to F. ' +
  'Without a scan, or without the date of one, there is no grade.'

export interface GradedScan {
  grade: Grade
  /** When it is one lower, and what it is then; null for F. */
  drops: { at: string; to: Grade } | null
  /** Each grade of this scan with the time from which it holds. */
  course: { grade: Grade; from: string }[]
}

const dayMs = 24 * 3_600_000

/**
 * Grades a scan; null where it says no date, or one that cannot be.
 * @param open severities of what is not set aside
 */
export function gradeScan(
  open: readonly Severity[],
  scannedAt: string | null,
  nowMs: number,
): GradedScan | null {
  const pastTime = toPastTime(scannedAt, nowMs)
  const scannedMs = pastTime === null ? Number.NaN : Date.parse(pastTime)
  if (!Number.isFinite(scannedMs)) return null
  const first = open.reduce((worst, severity) => Math.max(worst, firstGrades[severity]), 0)
  const course = [0, ...dropDays]
    .map((days, at) => ({ at: first + at, ms: scannedMs + days * dayMs }))
    .filter(({ at }) => at < GRADES.length)
    .map(({ at, ms }) => ({ grade: GRADES[at] ?? 'F', from: new Date(ms).toISOString() }))
  const next = course.find(({ from }, at) => at > 0 && Date.parse(from) > nowMs)
  const now = course.findLast(({ from }) => Date.parse(from) <= nowMs) ?? course[0]
  return {
    grade: now?.grade ?? 'F',
    drops: next === undefined ? null : { at: next.from, to: next.grade },
    course,
  }
}
