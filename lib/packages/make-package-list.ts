/**
 * Makes a list of packages out of what a document states: each once, with a package URL that is one and a licence expression in one
 * spelling, sorted by name, and bounded. Pure.
 */
import { PackageURL } from 'packageurl-js'
import { compareText } from '#lib/oci/compare-natural.ts'
import type { Package, PackageList } from './package-list.ts'
import { normalizeLicence } from './read-licence.ts'

/** What a document says of one package. */
export interface StatedPackage {
  name: string | null
  version: string | null
  licence: string | null
  purl: string | null
  /** Of a package without a package URL, in the words of the document. */
  type?: string | null
}

/** Of a document; more are counted. */
const maxPackages = 20_000
/** Of all names, versions, licences and package URLs that are kept. */
const maxCharacters = 4_000_000

/** Images, file systems and operating systems, which hold packages and are none. */
const holders = new Set(['oci', 'docker', 'swid'])

/** Makes the list; what has no name, or is the image itself, is no package. */
export function makePackageList(
  about: Pick<PackageList, 'format' | 'tool' | 'createdAt'>,
  stated: Iterable<StatedPackage>,
): PackageList {
  const found = new Map<string, Package>()
  let characters = 0
  let totalCount = 0
  let isFull = false
  const seen = new Set<string>()
  for (const one of stated) {
    const known = toPackage(one)
    if (known === null) continue
    const { name, version, purl, licence } = known
    const identity = JSON.stringify([purl ?? name, version])
    if (seen.has(identity)) continue
    seen.add(identity)
    totalCount++
    characters += name.length + (version?.length ?? 0) + (purl?.length ?? 0) + (licence?.length ?? 0)
    isFull ||= found.size >= maxPackages || characters > maxCharacters
    if (!isFull) found.set(identity, known)
  }
  const packages = [...found.values()].sort(
    (a, b) =>
      compareText(a.name.toLowerCase(), b.name.toLowerCase()) ||
      compareText(a.version ?? '', b.version ?? ''),
  )
  return { ...about, packages, totalCount }
}

function toPackage({ name, version, licence, purl, type }: StatedPackage): Package | null {
  const url = purl === null ? null : readPurl(purl)
  if (url !== null && holders.has(url.type)) return null
  const known = name ?? url?.name ?? null
  if (known === null) return null
  return {
    name: known,
    version: version ?? url?.version ?? null,
    licence: licence === null ? null : normalizeLicence(licence),
    purl: url === null ? null : purl,
    type: url?.type ?? type ?? null,
  }
}

export interface Purl {
  type: string
  namespace: string | null
  name: string
  version: string | null
  /** As its kind of package writes it; null where it does not say. */
  architecture: string | null
  /** Such as `debian-12.8`. */
  distribution: string | null
  /** Of an image, where it is kept, and under which tag. */
  repositoryUrl: string | null
  tag: string | null
}

/** Reads a package URL; null for what is none. */
export function readPurl(text: string): Purl | null {
  try {
    const { type, namespace, name, version, qualifiers } = PackageURL.fromString(text)
    if (!type || !name) return null
    const { arch = null, distro = null, repository_url: repositoryUrl = null, tag = null } = qualifiers ?? {}
    return {
      type,
      namespace: namespace ?? null,
      name,
      version: version ?? null,
      architecture: arch,
      distribution: distro,
      repositoryUrl,
      tag,
    }
  } catch {
    return null
  }
}

/** Kinds of packages (as package URLs name them) whose namespace is a vendor and not a part of the name; `pkg:npm/%40angular/core` is no `core`. */
const distributionTypes: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitnami',
  'deb',
  'ebuild',
  'qpkg',
  'rpm',
])

/** True for a package of a distribution, which has one of a name. */
export function isOfDistribution({ type }: Purl): boolean {
  return distributionTypes.has(type)
}

/** What tools call the package: `openssl`, `@angular/core`, `golang.org/x/net`, `org.example:tool`. */
export function toPackageName(purl: Purl): string {
  const { type, namespace, name } = purl
  if (namespace === null || isOfDistribution(purl)) return name
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`
}
