/**
 * Which findings of a scan are open, and which its publisher's statements set aside (OpenVEX 0.2.0). A statement counts for a finding when it names the
 * vulnerability, and this image or the package that it was found in; the newest one decides. Setting aside needs a reason: `not_affected`
 * without a justification and an impact statement counts as not stated, as the specification requires one of them. Pure.
 */
import { readPurl } from '#lib/packages/make-package-list.ts'
import type { Vulnerability } from './scan.ts'
import type { Vex, VexProduct, VexStatement } from './vex.ts'

export interface JudgedVulnerability extends Vulnerability {
  /** Why it does not count; null for what is open. */
  aside: Aside | null
  /** That it is looked into, or what to do about it; null where nothing is said. */
  remark: string | null
}

export interface Aside {
  status: 'not_affected' | 'fixed' | 'suppressed'
  justification: string | null
  impact: string | null
  author: string | null
  statedAt: string | null
}

interface Stated extends VexStatement {
  author: string | null
}

/**
 * Judges the findings of a scan by what is stated about the image.
 * @param digests of the image, and of its index
 */
export function setAside(
  vulnerabilities: readonly Vulnerability[],
  documents: readonly Vex[],
  digests: readonly string[],
): JudgedVulnerability[] {
  const byId = new Map<string, Stated[]>()
  for (const { author, statements } of documents) {
    for (const statement of statements) {
      for (const id of statement.ids) {
        const known = byId.get(id.toUpperCase())
        if (known) known.push({ ...statement, author })
        else byId.set(id.toUpperCase(), [{ ...statement, author }])
      }
    }
  }
  return vulnerabilities.map((one) => judge(one, byId.get(one.id.toUpperCase()) ?? [], digests))
}

function judge(
  one: Vulnerability,
  stated: readonly Stated[],
  digests: readonly string[],
): JudgedVulnerability {
  const [newest] = stated
    .filter((statement) => speaksOf(statement, one, digests))
    .sort((a, b) => (b.statedAt ?? '').localeCompare(a.statedAt ?? ''))
  if (newest === undefined) {
    const { suppressed } = one
    const aside =
      suppressed === null
        ? null
        : {
            status: 'suppressed' as const,
            justification: null,
            impact: suppressed,
            author: null,
            statedAt: null,
          }
    return { ...one, aside, remark: null }
  }
  const { status, justification, impact, action, author, statedAt } = newest
  if (status === 'fixed' || (status === 'not_affected' && (justification ?? impact) !== null)) {
    return { ...one, aside: { status, justification, impact, author, statedAt }, remark: null }
  }
  const remarks = {
    affected: action ?? 'Affected, says the publisher',
    under_investigation: 'Under investigation',
  }
  return { ...one, aside: null, remark: status === 'not_affected' ? null : remarks[status] }
}

function speaksOf({ products }: VexStatement, one: Vulnerability, digests: readonly string[]): boolean {
  // Without products it is about what the document is attached to.
  return products.length === 0 || products.some((product) => fits(product, one, digests))
}

function fits(
  { id, digests: hashes, parts }: VexProduct,
  one: Vulnerability,
  digests: readonly string[],
): boolean {
  const isImage = hashes.some((hash) => digests.includes(hash)) || (id !== null && isNameOfImage(id, digests))
  if (!isImage) return id !== null && isPackage(id, one)
  return parts.length === 0 || parts.some((part) => isPackage(part, one))
}

/** A package URL of type `oci`, of which a version is the digest; without one, it is about every image that it is attached to. */
function isNameOfImage(id: string, digests: readonly string[]): boolean {
  const purl = readPurl(id)
  if (purl?.type !== 'oci' && purl?.type !== 'docker')
    return digests.some((digest) => id.endsWith(`@${digest}`))
  return purl.version === null || digests.includes(purl.version) || !purl.version.startsWith('sha256:')
}

/** True when a package URL names the package of the finding; a version, where it has one, has to be the same. */
function isPackage(id: string, one: Vulnerability): boolean {
  const purl = readPurl(id)
  if (purl === null) return id === one.packageName
  const own = one.purl === null ? null : readPurl(one.purl)
  const version = own?.version ?? one.packageVersion
  if (purl.version !== null && purl.version !== version) return false
  if (own !== null)
    return purl.type === own.type && purl.namespace === own.namespace && purl.name === own.name
  const full = purl.namespace === null ? purl.name : `${purl.namespace}/${purl.name}`
  return one.packageName === purl.name || one.packageName === full
}
