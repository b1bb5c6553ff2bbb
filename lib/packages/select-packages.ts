/** Packages that a text is part of, in one of three orders. Pure. */
import { compareText } from '#lib/oci/compare-natural.ts'
import { comparePackageVersions } from './compare-package-versions.ts'
import type { Package } from './package-list.ts'

/**
 * Those whose name, version, licence or package URL has the text in it.
 * @param packages sorted by name
 * @param sort by `version` those of one kind stand together, as versions of different kinds have no order
 */
export function selectPackages(
  packages: readonly Package[],
  { filter, sort }: { filter: string; sort: string },
): Package[] {
  const wanted = filter.toLowerCase()
  const fits = ({ name, version, licence, purl }: Package) =>
    [name, version, licence, purl].some((text) => text?.toLowerCase().includes(wanted))
  const found = wanted === '' ? [...packages] : packages.filter(fits)
  if (sort === 'licence') return found.sort((a, b) => compareNullable(a.licence, b.licence))
  if (sort !== 'version') return found
  return found.sort(
    (a, b) =>
      compareNullable(a.type, b.type) ||
      Number(a.version === null) - Number(b.version === null) ||
      // The highest first.
      comparePackageVersions(a.type, b.version ?? '', a.version ?? ''),
  )
}

/** What states nothing comes last. */
function compareNullable(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareText(a.toLowerCase(), b.toLowerCase())
}
