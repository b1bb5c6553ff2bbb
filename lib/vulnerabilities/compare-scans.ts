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

/** By which a scanner is the same one, in whatever version; empty where a report names none. */
export function toScannerKey(scanner: string | null): string {
  return (scanner ?? '').split(/[ ,]/, 1)[0]?.toLowerCase() ?? ''
}

/**
 * The reports that can be compared: scanners call the same thing by other names, so that both are of one, the newest in the second list.
 * @param before the newest first, as is `after`
 */
export function pairScans<Scan extends { scanner: string | null }>(
  before: readonly Scan[],
  after: readonly Scan[],
): { before: Scan; after: Scan } | null {
  for (const one of after) {
    const other = before.find(({ scanner }) => toScannerKey(scanner) === toScannerKey(one.scanner))
    if (other !== undefined) return { before: other, after: one }
  }
  return null
}

function isOpen({ aside }: JudgedVulnerability): boolean {
  return aside === null
}

function toKey({ id, packageName }: JudgedVulnerability): string {
  return JSON.stringify([id.toUpperCase(), packageName])
}
