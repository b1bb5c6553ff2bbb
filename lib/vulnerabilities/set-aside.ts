/**
 * Which findings of a scan are open, and which its publisher's statements set aside (OpenVEX 0.2.0). A statement counts for a finding when it names the
 * vulnerability, and this image or the package that it was found in; the newest one decides. Setting aside needs a reason: `not_affected`
 * without a justification and an impact statement counts as not stated, as the specification requires one of them. Pure.
 */
import { isOfDistribution, readPurl } from '#lib/packages/make-package-list.ts'
import type { Vulnerability } from './scan.ts'
import type { Vex, VexProduct, VexStatement } from './vex.ts'

export interface JudgedVulnerability extends Vulnerability {
  /** Why it does not count; null for what is open. */
  aside: Aside | null
  /** That it is looked into, or what to do about it; null where nothing is said. */
  remark: Remark | null
}

export interface Remark {
  status: 'affected' | 'under_investigation'
  /** What the publisher advises, in their words. */
  action: string | null
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
  /** It is about the image as a whole. */
  isOfImage: boolean
  /** The packages that it is about; see `toPackageKeys`. */
  packages: ReadonlySet<string>
}

interface Image {
  /** Its own first. */
  digests: readonly string[]
  architecture: string | null
}

/** Products and parts that are looked at, in all documents; strangers write them. */
const maxNames = 10_000
/** Statements about one vulnerability, the newest. */
const maxPerVulnerability = 20

/**
 * Judges the findings of a scan by what is stated about the image.
 * @param digests of the image, and of its index
 * @param architecture of the image; null where it is not known
 */
export function setAside(
  vulnerabilities: readonly Vulnerability[],
  documents: readonly Vex[],
  digests: readonly string[],
  architecture: string | null = null,
): JudgedVulnerability[] {
  const byId = indexStatements(documents, { digests, architecture })
  return vulnerabilities.map((one) => judge(one, byId.get(one.id.toUpperCase()) ?? []))
}

/** By the names of vulnerabilities, the newest statement first. */
function indexStatements(documents: readonly Vex[], image: Image): Map<string, Stated[]> {
  const byId = new Map<string, Stated[]>()
  let names = 0
  for (const { author, statements } of documents) {
    for (const statement of statements) {
      const { products, ids } = statement
      names += products.reduce((sum, { parts }) => sum + 1 + parts.length, 0)
      if (names > maxNames) break
      const stated = { ...statement, author, ...toScope(products, image) }
      for (const id of ids) {
        const known = byId.get(id.toUpperCase())
        if (known) known.push(stated)
        else byId.set(id.toUpperCase(), [stated])
      }
    }
  }
  for (const [id, stated] of byId) {
    const newest = stated.sort((a, b) => (b.statedAt ?? '').localeCompare(a.statedAt ?? ''))
    byId.set(id, newest.slice(0, maxPerVulnerability))
  }
  return byId
}

/** Without products a statement is about what it is attached to. */
function toScope(products: readonly VexProduct[], image: Image): Pick<Stated, 'isOfImage' | 'packages'> {
  const packages = new Set<string>()
  let isOfImage = products.length === 0
  for (const { id, digests: hashes, parts } of products) {
    // A hash says which image it is, where its name says it of any.
    const isImage =
      hashes.length > 0
        ? hashes.some((hash) => image.digests.includes(hash))
        : id !== null && isNameOfImage(id, image)
    if (isImage && parts.length === 0) isOfImage = true
    for (const part of isImage ? parts : [id]) {
      for (const key of part === null ? [] : toStatedKeys(part)) packages.add(key)
    }
  }
  return { isOfImage, packages }
}

function judge(one: Vulnerability, stated: readonly Stated[]): JudgedVulnerability {
  const keys = stated.length === 0 ? [] : toPackageKeys(one)
  const newest = stated.find(({ isOfImage, packages }) => isOfImage || keys.some((key) => packages.has(key)))
  if (newest === undefined) {
    const { suppressed } = one
    const reason = { justification: null, impact: suppressed, author: null, statedAt: null }
    return { ...one, aside: suppressed === null ? null : { status: 'suppressed', ...reason }, remark: null }
  }
  const { status, justification, impact, action, author, statedAt } = newest
  if (status === 'fixed' || (status === 'not_affected' && (justification ?? impact) !== null)) {
    return { ...one, aside: { status, justification, impact, author, statedAt }, remark: null }
  }
  if (status !== 'affected' && status !== 'under_investigation') return { ...one, aside: null, remark: null }
  return { ...one, aside: null, remark: { status, action: status === 'affected' ? action : null } }
}

/**
 * A package URL of type `oci`, of which a version is the digest; without one, it is about every image that it is attached to, of the architecture that
 * it names.
 */
function isNameOfImage(id: string, { digests, architecture }: Image): boolean {
  const purl = readPurl(id)
  if (purl?.type !== 'oci' && purl?.type !== 'docker') {
    return digests.some((digest) => id.endsWith(`@${digest}`))
  }
  if (purl.version !== null && purl.version === digests[0]) return true
  if (purl.architecture !== null && purl.architecture !== architecture) return false
  return purl.version === null || digests.includes(purl.version) || !purl.version.startsWith('sha256:')
}

/** A package URL names a package of its kind, and by name alone where a finding has none; a version has to be the same. */
function toStatedKeys(id: string): string[] {
  const purl = readPurl(id)
  if (purl === null) return [toKey('', id, null)]
  const { type, namespace, name, version } = purl
  const full = namespace === null ? name : `${namespace}/${name}`
  const bare = isOfDistribution(purl) ? [toKey('*', name, version)] : []
  return [toKey(type, full, version), toKey('*', full, version), ...bare]
}

/** Every way in which a statement may name the package of a finding. */
function toPackageKeys({ packageName, packageVersion, purl }: Vulnerability): string[] {
  const own = purl === null ? null : readPurl(purl)
  const named = packageName === null ? [] : [toKey('', packageName, null)]
  if (own === null) {
    return packageName === null
      ? []
      : [...named, toKey('*', packageName, null), toKey('*', packageName, packageVersion)]
  }
  const full = own.namespace === null ? own.name : `${own.namespace}/${own.name}`
  return [...named, toKey(own.type, full, null), toKey(own.type, full, own.version ?? packageVersion)]
}

function toKey(type: string, name: string, version: string | null): string {
  return JSON.stringify([type, name, version])
}
