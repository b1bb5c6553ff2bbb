/**
 * Which findings of a scan are open, and which its publisher's statements set aside (OpenVEX 0.2.0). A statement counts for a finding when it names the
 * vulnerability, and this image or the package that it was found in; the newest one decides, and of several of one time the one that leaves it
 * open. Setting aside needs a reason: `not_affected` without a justification and an impact statement counts as not stated, as the
 * specification requires one of them. Pure.
 */
import { compareText } from '#lib/oci/compare-natural.ts'
import { isNameOfImage, type NamedImage } from './is-name-of-image.ts'
import type { Vulnerability } from './scan.ts'
import {
  addStatedPackage,
  type FoundPackage,
  hasPackage,
  type StatedPackages,
  toFoundPackage,
} from './stated-packages.ts'
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
  packages: StatedPackages
}

/** Products and parts that are looked at, in all documents; strangers write them. */
const maxNames = 10_000
/** Statements about one vulnerability, the newest. */
const maxPerVulnerability = 20

/** Judges the findings of a scan by what is stated about the image. */
export function setAside(
  vulnerabilities: readonly Vulnerability[],
  documents: readonly Vex[],
  image: NamedImage,
): JudgedVulnerability[] {
  const byId = indexStatements(documents, image)
  const listStated = (name: string) => byId.get(name.toUpperCase()) ?? []
  return vulnerabilities.map((one) => {
    const own = listStated(one.id)
    return judge(one, one.aliases.length === 0 ? own : [...own, ...one.aliases.flatMap(listStated)])
  })
}

/** By the names of vulnerabilities, the newest statement first, and of those of one time the ones that leave it open. */
function indexStatements(documents: readonly Vex[], image: NamedImage): Map<string, Stated[]> {
  const byId = new Map<string, Stated[]>()
  let names = 0
  for (const { author, statements } of documents) {
    for (const statement of statements) {
      const { products, ids } = statement
      names += products.reduce((sum, { parts }) => sum + 1 + parts.length, 0)
      if (names > maxNames) break
      if (!isReasoned(statement)) continue
      const scope = toScope(products, image)
      if (!scope.isOfImage && scope.packages.size === 0) continue
      const stated = { ...statement, author, ...scope }
      for (const id of ids) {
        const known = byId.get(id.toUpperCase())
        if (known) known.push(stated)
        else byId.set(id.toUpperCase(), [stated])
      }
    }
  }
  for (const [id, stated] of byId) {
    const newest = stated.sort((a, b) => compareTimes(b, a) || Number(leavesOpen(b)) - Number(leavesOpen(a)))
    byId.set(id, newest.slice(0, maxPerVulnerability))
  }
  return byId
}

/** One without the reason that it needs is not stated, and hides none that was stated before. */
function isReasoned({ status, justification, impact }: VexStatement): boolean {
  return status !== 'not_affected' || (justification ?? impact) !== null
}

/** Without products a statement is about what it is attached to. */
function toScope(products: readonly VexProduct[], image: NamedImage): Pick<Stated, 'isOfImage' | 'packages'> {
  const packages: StatedPackages = new Map()
  let isOfImage = products.length === 0
  for (const { id, digests: hashes, parts } of products) {
    // A hash says which image it is, where its name may be that of several.
    const isImage =
      hashes.length > 0
        ? hashes.some((hash) => image.digests.includes(hash))
        : id !== null && isNameOfImage(id, image)
    if (isImage && parts.length === 0) isOfImage = true
    for (const part of isImage ? parts : [id]) if (part !== null) addStatedPackage(packages, part)
  }
  return { isOfImage, packages }
}

function judge(one: Vulnerability, stated: readonly Stated[]): JudgedVulnerability {
  const newest = stated.length === 0 ? null : findDeciding(stated, toFoundPackage(one))
  if (newest === null) {
    const { suppressed } = one
    const reason = { justification: null, impact: suppressed, author: null, statedAt: null }
    return { ...one, aside: suppressed === null ? null : { status: 'suppressed', ...reason }, remark: null }
  }
  const { status, justification, impact, action, author, statedAt } = newest
  if (status === 'fixed' || status === 'not_affected') {
    return { ...one, aside: { status, justification, impact, author, statedAt }, remark: null }
  }
  return { ...one, aside: null, remark: { status, action: status === 'affected' ? action : null } }
}

/**
 * The one that decides about a package: the newest; of those of one time, which all statements of a document may have, one that names the package
 * before one for the whole image, then one that leaves it open.
 */
function findDeciding(stated: readonly Stated[], found: FoundPackage): Stated | null {
  let best: Candidate | null = null
  for (const one of stated) {
    if (best !== null && compareTimes(one, best.one) < 0) continue
    const isNamed = hasPackage(one.packages, found)
    if (!isNamed && !one.isOfImage) continue
    const candidate = { one, isNamed }
    if (best === null || compareWeights(candidate, best) > 0) best = candidate
  }
  return best?.one ?? null
}

interface Candidate {
  one: Stated
  /** It names the package. */
  isNamed: boolean
}

function compareWeights(a: Candidate, b: Candidate): number {
  return (
    compareTimes(a.one, b.one) ||
    Number(a.isNamed) - Number(b.isNamed) ||
    Number(leavesOpen(a.one)) - Number(leavesOpen(b.one))
  )
}

function leavesOpen({ status }: Stated): boolean {
  return status === 'affected' || status === 'under_investigation'
}

/** Without a time it is older than all others. */
function compareTimes({ statedAt: a }: Stated, { statedAt: b }: Stated): number {
  return compareText(a ?? '', b ?? '')
}
