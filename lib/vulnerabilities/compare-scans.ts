/** Which open findings of one scan another one no longer has, and which are new in it. Pure. */
import type { JudgedVulnerability } from './set-aside.ts'

export interface ScanDifference {
  fixed: JudgedVulnerability[]
  fresh: JudgedVulnerability[]
  /** Open in both. */
  sameCount: number
}

/** Compares what is open; a finding is the same where the vulnerability and the package's name are, whatever its version. */
export function compareScans(
  before: readonly JudgedVulnerability[],
  after: readonly JudgedVulnerability[],
): ScanDifference {
  const [old, now] = [before, after].map((all) => new Map(all.filter(isOpen).map((one) => [toKey(one), one])))
  if (old === undefined || now === undefined) return { fixed: [], fresh: [], sameCount: 0 }
  const only = (some: Map<string, JudgedVulnerability>, others: Map<string, JudgedVulnerability>) =>
    [...some].flatMap(([key, one]) => (others.has(key) ? [] : [one]))
  const fixed = only(old, now)
  return { fixed, fresh: only(now, old), sameCount: old.size - fixed.length }
}

function isOpen({ aside }: JudgedVulnerability): boolean {
  return aside === null
}

function toKey({ id, packageName }: JudgedVulnerability): string {
  return JSON.stringify([id.toUpperCase(), packageName])
}
