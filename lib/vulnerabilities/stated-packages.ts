/**
 * The packages that a statement is about, and whether one that a scanner found is among them. A package URL names a package of its kind, and by name
 * alone where a finding has none; a version, an architecture and a distribution have to be the same where both say one. Pure.
 */
import { isOfDistribution, type Purl, readPurl } from '#lib/packages/make-package-list.ts'
import { isPurlOfImage } from './is-name-of-image.ts'
import type { Vulnerability } from './scan.ts'

/** By every way of naming them, with what each name is limited to. */
export type StatedPackages = Map<string, Limits[]>

interface Limits {
  architecture: string | null
  distribution: string | null
}

/** A package of a finding, in every way in which a statement may name it. */
export interface FoundPackage extends Limits {
  keys: readonly string[]
}

/** Of one name; strangers write them. */
const maxLimits = 12

/** Adds a package by its package URL, or another name; another image is no package. */
export function addStatedPackage(packages: StatedPackages, id: string): void {
  const purl = readPurl(id)
  if (purl !== null && isPurlOfImage(purl)) return
  const limits = { architecture: purl?.architecture ?? null, distribution: purl?.distribution ?? null }
  for (const key of toStatedKeys(id, purl)) {
    const known = packages.get(key)
    if (known === undefined) packages.set(key, [limits])
    else if (known.length < maxLimits && !known.some((one) => isSame(one, limits))) known.push(limits)
  }
}

/** The package that was found, to be looked for. */
export function toFoundPackage({ packageName, packageVersion, purl }: Vulnerability): FoundPackage {
  const own = purl === null ? null : readPurl(purl)
  const named = packageName === null ? [] : [toKey('', packageName, null)]
  if (own === null) {
    const keys =
      packageName === null
        ? []
        : [...named, toKey('*', packageName, null), toKey('*', packageName, packageVersion)]
    return { keys, architecture: null, distribution: null }
  }
  const full = own.namespace === null ? own.name : `${own.namespace}/${own.name}`
  return {
    keys: [...named, toKey(own.type, full, null), toKey(own.type, full, own.version ?? packageVersion)],
    architecture: own.architecture,
    distribution: own.distribution,
  }
}

/** True where it is one of them. */
export function hasPackage(packages: StatedPackages, found: FoundPackage): boolean {
  for (const key of packages.size === 0 ? [] : found.keys) {
    if (packages.get(key)?.some((limits) => fits(limits, found))) return true
  }
  return false
}

function fits(stated: Limits, found: Limits): boolean {
  const isOfArchitecture =
    stated.architecture === null || found.architecture === null || stated.architecture === found.architecture
  return isOfArchitecture && isDistribution(stated.distribution, found.distribution)
}

/** Some scanners name a point release, `debian-12.8`, which is one of `debian-12`. */
function isDistribution(stated: string | null, found: string | null): boolean {
  return stated === null || found === null || stated === found || found.startsWith(`${stated}.`)
}

function isSame(one: Limits, other: Limits): boolean {
  return one.architecture === other.architecture && one.distribution === other.distribution
}

function toStatedKeys(id: string, purl: Purl | null): string[] {
  if (purl === null) return [toKey('', id, null)]
  const { type, namespace, name, version } = purl
  const full = namespace === null ? name : `${namespace}/${name}`
  const bare = isOfDistribution(purl) ? [toKey('*', name, version)] : []
  return [toKey(type, full, version), toKey('*', full, version), ...bare]
}

function toKey(type: string, name: string, version: string | null): string {
  return JSON.stringify([type, name, version])
}
