/** Reads OpenVEX documents (OpenVEX specification 0.2.0, and the form of 0.0.1 that tools still write). Pure. */
import { getInner, getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { keepWithin } from '#lib/documents/keep-within.ts'
import { VEX_STATUSES, type Vex, type VexProduct, type VexStatement } from './vex.ts'

const maxStatements = 5_000
const maxProducts = 200
/** Of all texts: a page parses several documents at once. */
const maxCharacters = 500_000

/** True for such a document. */
export function isOpenVex(document: unknown): boolean {
  const context = getMember(document, '@context')
  return (
    typeof context === 'string' &&
    /^https:\/\/openvex\.dev\/ns/.test(context) &&
    Array.isArray(getMember(document, 'statements'))
  )
}

/** What it states. */
export function readOpenVex(document: unknown): Vex {
  const statedAt = getTime(document, 'last_updated') ?? getTime(document, 'timestamp')
  return {
    author: getText(document, 'author'),
    statedAt,
    statements: keepWithin(
      getList(document, 'statements')
        .slice(0, maxStatements)
        .flatMap((one) => toStatement(one, statedAt) ?? []),
      { maxItems: maxStatements, maxCharacters },
      ({ ids, impact, action, products }) => [
        ...ids,
        impact,
        action,
        ...products.flatMap(({ id, digests, parts }) => [id, ...digests, ...parts]),
      ],
    ),
  }
}

function toStatement(one: unknown, documentTime: string | null): VexStatement | null {
  const status = VEX_STATUSES.find((known) => known === getText(one, 'status'))
  const ids = listIds(getMember(one, 'vulnerability'))
  if (status === undefined || ids.length === 0) return null
  const products = getList(one, 'products')
  const parts = getList(one, 'subcomponents').flatMap(toNames)
  return {
    ids,
    status,
    justification: getText(one, 'justification', 100),
    impact: getText(one, 'impact_statement', 1_000),
    action: getText(one, 'action_statement', 1_000),
    products: products.slice(0, maxProducts).map((product) => toProduct(product, parts)),
    statedAt: getTime(one, 'last_updated') ?? getTime(one, 'timestamp') ?? documentTime,
  }
}

function listIds(vulnerability: unknown): string[] {
  const aliases = getList(vulnerability, 'aliases').slice(0, 20)
  const named = [toText(vulnerability), getText(vulnerability, 'name'), ...aliases.map((one) => toText(one))]
  const found = named.filter((one) => one !== null)
  if (found.length > 0) return [...new Set(found)]
  // Only its address, such as https://nvd.nist.gov/vuln/detail/CVE-2026-1.
  const address = getText(vulnerability, '@id')
  return address === null ? [] : [address.slice(address.lastIndexOf('/') + 1)]
}

function toProduct(product: unknown, partsOfAll: readonly string[]): VexProduct {
  const own = getList(product, 'subcomponents').slice(0, maxProducts).flatMap(toNames)
  const sha256 = getText(getMember(product, 'hashes'), 'sha-256')?.toLowerCase()
  return {
    id: toNames(product)[0] ?? null,
    digests: sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? [`sha256:${sha256}`] : [],
    parts: own.length > 0 ? own : partsOfAll.slice(0, maxProducts),
  }
}

/** A package URL rather than another identifier. */
function toNames(component: unknown): string[] {
  const name =
    getText(getInner(component, 'identifiers'), 'purl', 1_000) ??
    getText(component, '@id', 1_000) ??
    toText(component, 1_000)
  return name === null ? [] : [name]
}
