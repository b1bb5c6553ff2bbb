/** A document without the times in it that are still to come: by these it would be newer than whatever else is attached, for good. Pure. */
import { toPastTime } from '#lib/oci/past-time.ts'
import type { AttachedDocument } from './attached-documents.ts'

/** The same document as of `nowMs`; what it says of the future counts as not stated. */
export function dropFutureTimes(document: AttachedDocument, nowMs: number): AttachedDocument {
  const { packages, scan, vex } = document
  const statedAt = toPastTime(vex?.statedAt ?? null, nowMs)
  return {
    ...document,
    packages: packages && { ...packages, createdAt: toPastTime(packages.createdAt, nowMs) },
    scan: scan && { ...scan, scannedAt: toPastTime(scan.scannedAt, nowMs) },
    vex: vex && { ...vex, statedAt },
    readLists() {
      const lists = document.readLists()
      return {
        ...lists,
        statements: lists.statements.map((one) => ({
          ...one,
          statedAt: toPastTime(one.statedAt, nowMs) ?? statedAt,
        })),
      }
    },
  }
}
