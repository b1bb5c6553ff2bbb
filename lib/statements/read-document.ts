/**
 * Reads a document that is attached to an image, by what is in it: media types are a matter of the tool that attached it, and many
 * are pushed as plain JSON. Runs in a worker thread. Pure.
 */
import { DocumentError } from '#lib/documents/parse-document.ts'
import { unwrapDocument } from '#lib/documents/unwrap-document.ts'
import type { PackageList } from '#lib/packages/package-list.ts'
import { isCycloneDx, listCycloneDxReferences, readCycloneDx } from '#lib/packages/read-cyclonedx.ts'
import { isSpdx2, readSpdx2 } from '#lib/packages/read-spdx-2.ts'
import { isSpdx3, readSpdx3 } from '#lib/packages/read-spdx-3.ts'
import { isSyft, readSyft } from '#lib/packages/read-syft.ts'
import { isAttestedScan, readAttestedScan } from '#lib/vulnerabilities/read-attested-scan.ts'
import { isCycloneDxVex, readCycloneDxVex } from '#lib/vulnerabilities/read-cyclonedx-vex.ts'
import { readCycloneDxVulnerabilities } from '#lib/vulnerabilities/read-cyclonedx-vulnerabilities.ts'
import { isGrype, readGrype } from '#lib/vulnerabilities/read-grype.ts'
import { isOpenVex, readOpenVex } from '#lib/vulnerabilities/read-openvex.ts'
import { isSarif, readSarif } from '#lib/vulnerabilities/read-sarif.ts'
import { isTrivy, readTrivy } from '#lib/vulnerabilities/read-trivy.ts'
import type { Scan } from '#lib/vulnerabilities/scan.ts'
import type { Vex } from '#lib/vulnerabilities/vex.ts'

export interface ReadDocument {
  /** Digests that its statement says it speaks of; empty for a document without one. */
  subjects: string[]
  packages: PackageList | null
  scan: Scan | null
  vex: Vex | null
  /** Why nothing could be read; null also for a document about something else. */
  trouble: DocumentError['trouble'] | null
}

const nothing: ReadDocument = { subjects: [], packages: null, scan: null, vex: null, trouble: null }

/** Reads it; never throws, whatever the bytes are. */
export function readDocument(bytes: Uint8Array): ReadDocument {
  try {
    const { document, predicateType, subjects } = unwrapDocument(bytes)
    return {
      ...nothing,
      subjects,
      packages: readPackages(document),
      scan: isAttestedScan(predicateType, document)
        ? readAttestedScan(document, readReport)
        : readReport(document),
      vex: readVex(document),
    }
  } catch (error) {
    if (error instanceof DocumentError) return { ...nothing, trouble: error.trouble }
    throw error
  }
}

function readVex(document: unknown): Vex | null {
  if (isOpenVex(document)) return readOpenVex(document)
  return isCycloneDxVex(document) ? readCycloneDxVex(document) : null
}

function readPackages(document: unknown): PackageList | null {
  if (isSpdx2(document)) return readSpdx2(document)
  if (isSpdx3(document)) return readSpdx3(document)
  if (isSyft(document)) return readSyft(document)
  if (!isCycloneDx(document)) return null
  const list = readCycloneDx(document)
  // A document that is only about vulnerabilities lists no components.
  const isAboutOthers = isCycloneDxVex(document) || readReport(document) !== null
  return list.totalCount === 0 && isAboutOthers ? null : list
}

function readReport(document: unknown): Scan | null {
  if (isTrivy(document)) return readTrivy(document)
  if (isGrype(document)) return readGrype(document)
  if (isSarif(document)) return readSarif(document)
  if (!isCycloneDx(document) || isCycloneDxVex(document)) return null
  const components = listCycloneDxReferences(document)
  return readCycloneDxVulnerabilities(document, { components, scanner: readCycloneDx(document).tool })
}
