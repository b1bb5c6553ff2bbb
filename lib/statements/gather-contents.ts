/**
 * What is stated of an image's packages and known vulnerabilities by everything that is attached to it: which bill of materials and which
 * scan are shown, and what the publisher's statements set aside.
 */
import { setImmediate } from 'node:timers/promises'
import type { Findings } from '#lib/findings/create-findings.ts'
import {
  type Attachment,
  chooseAttachments,
  isBomPredicate,
  isProvenancePredicate,
  isScanPredicate,
} from '#lib/oci/attachment.ts'
import { findAttachmentSubject } from '#lib/oci/attachment-tag.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { toPastTime } from '#lib/oci/past-time.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { Package } from '#lib/packages/package-list.ts'
import { toScannerKey } from '#lib/vulnerabilities/compare-scans.ts'
import type { NamedImage } from '#lib/vulnerabilities/is-name-of-image.ts'
import type { Severity } from '#lib/vulnerabilities/scan.ts'
import { type JudgedVulnerability, setAside } from '#lib/vulnerabilities/set-aside.ts'
import type { Vex } from '#lib/vulnerabilities/vex.ts'
import { type AttachedDocument, type AttachedDocuments, findAttachedDocuments } from './attached-documents.ts'
import type { DocumentHead, DocumentTrouble } from './document-head.ts'
import { dropFutureTimes } from './drop-future-times.ts'

/** Attachments that are looked into; of more, the newest of each kind. */
const maxAttachments = 16
/** Scanners whose reports are shown, and statements that are looked through, the newest of each. */
const maxScanners = 4
const maxStatements = 8

export interface Bill extends NonNullable<DocumentHead['packages']> {
  /** The manifest that attaches it, and the blob. */
  attachment: Digest
  digest: Digest
  sizeBytes: number
  mediaType: string
  /** Other bills of materials for the same image. */
  otherCount: number
  listPackages(): Package[]
}

export interface ScanReport {
  attachment: Digest
  digest: Digest
  format: string
  scanner: string | null
  /** As the report says, or when it was attached. */
  scannedAt: string | null
  /** True where the report has no date itself. */
  isAttachedDate: boolean
  /** Everything that it lists; of very many, not all are kept. */
  totalCount: number
  /** The worst first, what is open before what is set aside. */
  vulnerabilities: JudgedVulnerability[]
  openCounts: Record<Severity, number>
  asideCount: number
}

export interface ImageContents {
  /** Something is still being read. */
  isPartial: boolean
  /** Something cannot be fetched at the moment; it is tried again at a later visit. */
  hasFailed: boolean
  /** The one that is shown; null where none is attached, or known yet. */
  bill: Bill | null
  /** By different scanners, the newest first; of each scanner its newest. */
  scans: ScanReport[]
  /** What is attached and could not be read, with the reason. */
  troubles: { attachment: Digest; trouble: DocumentTrouble }[]
  /** What something is attached as, whether or not it is that, and of this image. */
  claims: { bill: boolean; scan: boolean }
}

export interface ContentsQuery {
  /** Of the repository in its registry, and as it is pulled, with the host. */
  name: string
  uri: string
  /** That the image has there, as far as they are known: a statement may be about one. */
  tags?: readonly string[]
  attached: readonly Attachment[]
  /** Of the image for one platform, and of the index it is in, which may be the same. */
  chosen: Digest
  index: Digest
  /** Of the image for one platform, as its index or its config says; null where neither does. */
  architecture?: string | null
  waitMs: number
  /** Of the visit: what is to come has not been stated yet. */
  nowMs?: number
}

interface Placed {
  attachment: Digest
  attachedAt: string | null
  /** 2 for what speaks of this platform's image, 1 for its index, 0 for what says nothing. */
  closeness: number
  document: AttachedDocument
}

/** True for what may hold a bill of materials, a scan or a statement about one. */
function mayHoldContents({ kind, predicates }: Attachment): boolean {
  if (kind === 'signature' || kind === 'referrers' || kind === 'image') return false
  return predicates.length === 0 || !predicates.every(isProvenancePredicate)
}

/** Gathers what is attached; what is not known yet is begun. */
export async function gatherContents(
  findings: Findings,
  client: RegistryClient,
  query: ContentsQuery,
): Promise<ImageContents> {
  const { name, attached, chosen, index, waitMs, nowMs = Date.now() } = query
  const wanted = chooseAttachments(attached.filter(mayHoldContents), maxAttachments, nowMs)
  const asked: Promise<{ one: Attachment; finding: Awaited<ReturnType<typeof findAttachedDocuments>> }>[] = []
  for (const one of wanted) {
    const finding = findAttachedDocuments(findings, client, { name, attachment: one.digest, waitMs })
    asked.push(finding.then((value) => ({ one, finding: value })))
    // Each unpacks what is known of it at once, and may be long.
    await setImmediate()
  }
  const found = await Promise.all(asked)
  const known = found.flatMap(({ one, finding }) =>
    finding.state === 'known' ? [{ one, value: finding.value }] : [],
  )
  const placed = known.flatMap(({ one, value }) => place(one, value, { chosen, index, nowMs }))
  return {
    isPartial: found.some(({ finding }) => finding.state === 'under-way'),
    hasFailed: found.some(({ finding }) => finding.state === 'failed'),
    bill: chooseBill(placed),
    scans: listScans(placed, toNamedImage(query)),
    troubles: placed.flatMap(({ attachment, document: { trouble } }) =>
      trouble === null ? [] : [{ attachment, trouble }],
    ),
    claims: {
      bill: attached.some(({ kind, predicates }) => kind === 'sbom' || predicates.some(isBomPredicate)),
      scan: attached.some(({ kind, predicates }) => kind === 'report' || predicates.some(isScanPredicate)),
    },
  }
}

function toNamedImage({ uri, tags = [], chosen, index, architecture = null }: ContentsQuery): NamedImage {
  return { uri, tags: new Set(tags), digests: [chosen, index], architecture }
}

/** What a document speaks of another image does not count, wherever it is attached. */
function place(
  one: Attachment,
  { subject, attachedAt, documents }: AttachedDocuments,
  { chosen, index, nowMs }: { chosen: Digest; index: Digest; nowMs: number },
): Placed[] {
  const attachedTo =
    subject ??
    (one.tag === null ? null : findAttachmentSubject(one.tag)) ??
    one.annotations['vnd.docker.reference.digest'] ??
    null
  return documents.flatMap((document) => {
    const named = document.subjects.length > 0 ? document.subjects : attachedTo === null ? [] : [attachedTo]
    const closeness = named.includes(chosen) ? 2 : named.includes(index) ? 1 : 0
    return closeness === 0 && named.length > 0
      ? []
      : [
          {
            attachment: one.digest,
            attachedAt: toPastTime(attachedAt, nowMs),
            closeness,
            document: dropFutureTimes(document, nowMs),
          },
        ]
  })
}

/** What BuildKit attaches: a statement that nobody has signed. What cosign adds to an attachment with each new scan has another type. */
const statementType = 'application/vnd.in-toto+json'

/**
 * Without the scans of build stages (`BUILDKIT_SBOM_SCAN_STAGE`, `BUILDKIT_SBOM_SCAN_CONTEXT`), which state the digest of the image as well: of the
 * statements of one build the first is about the image. Where that cannot be read, no other one stands for it.
 */
function dropScansOfStages(placed: readonly Placed[]): Placed[] {
  const seen = new Set<Digest>()
  return placed.filter(({ attachment, document: { mediaType, packages, trouble } }) => {
    const mayBeScan = packages?.format.startsWith('SPDX ') === true || trouble !== null
    if (mediaType !== statementType || !mayBeScan) return true
    if (seen.has(attachment)) return false
    seen.add(attachment)
    return true
  })
}

function chooseBill(placed: readonly Placed[]): Bill | null {
  const bills = dropScansOfStages(placed)
    .flatMap((one) => (one.document.packages === null ? [] : [{ ...one, packages: one.document.packages }]))
    .sort(
      (a, b) =>
        b.closeness - a.closeness ||
        // One that lists something before one that lists nothing, then the newest.
        Number(b.packages.totalCount > 0) - Number(a.packages.totalCount > 0) ||
        (b.packages.createdAt ?? b.attachedAt ?? '').localeCompare(
          a.packages.createdAt ?? a.attachedAt ?? '',
        ) ||
        a.document.digest.localeCompare(b.document.digest),
    )
  const [first] = bills
  if (first === undefined) return null
  const { attachment, attachedAt, document, packages } = first
  return {
    ...packages,
    createdAt: packages.createdAt ?? attachedAt,
    attachment,
    digest: document.digest,
    sizeBytes: document.sizeBytes,
    mediaType: document.mediaType,
    otherCount: bills.length - 1,
    listPackages: () => document.readLists().packages,
  }
}

function listScans(placed: readonly Placed[], image: NamedImage): ScanReport[] {
  const statements: Vex[] = placed
    .flatMap(({ document }) => (document.vex === null ? [] : [{ vex: document.vex, document }]))
    .sort((a, b) => (b.vex.statedAt ?? '').localeCompare(a.vex.statedAt ?? ''))
    .slice(0, maxStatements)
    .map(({ vex, document }) => ({ ...vex, statements: document.readLists().statements }))
  const scans = placed
    .flatMap(({ attachment, attachedAt, closeness, document }) =>
      document.scan === null
        ? []
        : [
            {
              ...document.scan,
              attachment,
              digest: document.digest,
              closeness,
              scannedAt: document.scan.scannedAt ?? attachedAt,
              isAttachedDate: document.scan.scannedAt === null && attachedAt !== null,
              document,
            },
          ],
    )
    .sort(
      (a, b) =>
        (b.scannedAt ?? '').localeCompare(a.scannedAt ?? '') ||
        b.closeness - a.closeness ||
        a.digest.localeCompare(b.digest),
    )
  const newest = new Map<string, (typeof scans)[number]>()
  for (const scan of scans) {
    const scanner = toScannerKey(scan.scanner)
    if (!newest.has(scanner)) newest.set(scanner, scan)
  }
  return [...newest.values()].slice(0, maxScanners).map(({ document, closeness, ...scan }) => {
    const judged = setAside(document.readLists().vulnerabilities, statements, image)
    const open = judged.filter(({ aside }) => aside === null)
    return {
      ...scan,
      vulnerabilities: [...open, ...judged.filter(({ aside }) => aside !== null)],
      openCounts: countSeverities(open),
      asideCount: judged.length - open.length,
    }
  })
}

function countSeverities(found: readonly JudgedVulnerability[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 }
  for (const { severity } of found) counts[severity]++
  return counts
}
