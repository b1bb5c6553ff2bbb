/** What differs between two bills of materials: packages that came, went, or have another version. Pure, and linear but for sorting. */
import { comparePackageVersions } from './compare-package-versions.ts'
import type { Package } from './package-list.ts'

export const PACKAGE_CHANGES = ['up', 'down', 'added', 'removed'] as const

export interface PackageChange {
  /** `up` also for versions that have no order; of a package with several versions, the highest decides. */
  change: (typeof PACKAGE_CHANGES)[number]
  name: string
  /** As package URLs name kinds; null where nothing says it. */
  type: string | null
  /** The versions that only one of both has, in their order; a package without a version has none. */
  before: string[]
  after: string[]
}

export interface PackageDifference {
  changes: PackageChange[]
  /** Packages that both have, with the same versions. */
  sameCount: number
}

interface Versions {
  name: string
  type: string | null
  versions: Set<string>
}

/** Compares two lists; a package is the same where its kind and its name are. */
export function comparePackages(before: readonly Package[], after: readonly Package[]): PackageDifference {
  const [old, now] = [groupByName(before), groupByName(after)]
  const changes: PackageChange[] = []
  let sameCount = 0
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [a, b] = [old.get(key), now.get(key)]
    const { name, type } = a ?? b ?? { name: '', type: null }
    const only = (some: Versions | undefined, others: Versions | undefined) =>
      [...(some?.versions ?? [])]
        .filter((version) => !others?.versions.has(version))
        .sort((one, other) => comparePackageVersions(type, one, other))
    const change = { name, type, before: only(a, b), after: only(b, a) }
    if (a === undefined) changes.push({ change: 'added', ...change })
    else if (b === undefined) changes.push({ change: 'removed', ...change })
    else if (change.before.length + change.after.length === 0) sameCount++
    else changes.push({ change: toDirection(type, a, b), ...change })
  }
  changes.sort(
    (a, b) =>
      PACKAGE_CHANGES.indexOf(a.change) - PACKAGE_CHANGES.indexOf(b.change) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
  return { changes, sameCount }
}

function groupByName(packages: readonly Package[]): Map<string, Versions> {
  const groups = new Map<string, Versions>()
  for (const { name, type, version } of packages) {
    const key = JSON.stringify([type, name])
    const group = groups.get(key) ?? { name, type, versions: new Set<string>() }
    if (version !== null) group.versions.add(version)
    groups.set(key, group)
  }
  return groups
}

function toDirection(type: string | null, a: Versions, b: Versions): 'up' | 'down' {
  const highest = ({ versions }: Versions) =>
    [...versions].reduce<string | null>(
      (most, one) => (most === null || comparePackageVersions(type, one, most) > 0 ? one : most),
      null,
    )
  const [old, now] = [highest(a), highest(b)]
  return old !== null && now !== null && comparePackageVersions(type, now, old) < 0 ? 'down' : 'up'
}
