/**
 * Reads what a publisher says of vulnerabilities in CycloneDX (ECMA-424, "VEX"): a document that lists no components, and says of each vulnerability
 * what it is for the product. Nobody has scanned anything for it, so that it is no report of a scanner. Pure.
 */
import { getList, getMember, getText, getTime } from '#lib/documents/document-members.ts'
import { keepWithin } from '#lib/documents/keep-within.ts'
import { readPurl } from '#lib/packages/make-package-list.ts'
import type { Vex, VexProduct, VexStatement, VexStatus } from './vex.ts'

const maxStatements = 5_000
const maxProducts = 200
/** Of all texts: a page parses several documents at once. */
const maxCharacters = 500_000

const statuses: ReadonlyMap<string, VexStatus> = new Map([
  ['not_affected', 'not_affected'],
  ['false_positive', 'not_affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
])

/** True for such a document. */
export function isCycloneDxVex(document: unknown): boolean {
  const stated = getList(document, 'vulnerabilities')
  return (
    getText(document, 'bomFormat') === 'CycloneDX' &&
    getList(document, 'components').length === 0 &&
    stated.length > 0 &&
    stated.every((one) => readStatus(one) !== undefined)
  )
}

/** What it states. */
export function readCycloneDxVex(document: unknown): Vex {
  const metadata = getMember(document, 'metadata')
  const statedAt = getTime(metadata, 'timestamp')
  return {
    author:
      getText(getList(metadata, 'authors')[0], 'name') ??
      getText(getMember(metadata, 'supplier'), 'name') ??
      getText(getMember(metadata, 'manufacturer'), 'name'),
    statedAt,
    statements: keepWithin(
      getList(document, 'vulnerabilities')
        .slice(0, maxStatements)
        .flatMap((one) => toStatement(one, getMember(metadata, 'component'), statedAt) ?? []),
      { maxItems: maxStatements, maxCharacters },
      ({ ids, impact, action, products }) => [...ids, impact, action, ...products.map(({ id }) => id)],
    ),
  }
}

function readStatus(one: unknown): VexStatus | undefined {
  return statuses.get(getText(getMember(one, 'analysis'), 'state', 60) ?? '')
}

function toStatement(one: unknown, main: unknown, documentTime: string | null): VexStatement | null {
  const [id, status] = [getText(one, 'id'), readStatus(one)]
  if (id === null || status === undefined) return null
  const analysis = getMember(one, 'analysis')
  const isFalse = getText(analysis, 'state') === 'false_positive'
  const others = getList(one, 'references')
    .slice(0, 20)
    .flatMap((other) => getText(other, 'id') ?? [])
  const affected = getList(one, 'affects').slice(0, maxProducts)
  return {
    ids: [...new Set([id, ...others])],
    status,
    justification: getText(analysis, 'justification', 100) ?? (isFalse ? 'false_positive' : null),
    impact: getText(analysis, 'detail', 1_000),
    action: getText(one, 'recommendation', 1_000) ?? readResponse(analysis),
    products: affected.some((target) => isImage(target, main))
      ? []
      : affected.map((target) => toProduct(target, main)),
    statedAt: getTime(analysis, 'lastUpdated') ?? getTime(analysis, 'firstIssued') ?? documentTime,
  }
}

function readResponse(analysis: unknown): string | null {
  const stated = getList(analysis, 'response').slice(0, 5).map(String)
  return stated.length === 0 ? null : stated.join(', ').replaceAll('_', ' ').slice(0, 1_000)
}

/** The image that the document is about, where only what it is attached to says which. */
function isImage(target: unknown, main: unknown): boolean {
  const isMain = readReference(target) !== null && readReference(target) === getText(main, 'bom-ref', 1_000)
  return isMain && getText(main, 'type') === 'container' && getText(main, 'purl') === null
}

/** Without a package URL, or with one of any version beside a list of versions, it is not known here what is meant. */
function toProduct(target: unknown, main: unknown): VexProduct {
  const reference = readReference(target)
  const isMain = reference !== null && reference === getText(main, 'bom-ref', 1_000)
  const named = (isMain ? getText(main, 'purl', 1_000) : null) ?? reference
  const purl = named === null ? null : readPurl(named)
  const isLimited = getList(target, 'versions').length > 0 && purl?.version === null
  return { id: purl === null || isLimited ? null : named, digests: [], parts: [] }
}

/** The component in a document of its own is behind the `#` of a BOM-Link. */
function readReference(target: unknown): string | null {
  const reference = getText(target, 'ref', 1_000)
  if (!reference?.startsWith('urn:cdx:')) return reference
  const named = reference.slice(reference.indexOf('#') + 1)
  try {
    return /^pkg%3A/i.test(named) ? decodeURIComponent(named) : named
  } catch {
    return named
  }
}
