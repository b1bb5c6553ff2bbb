/** Findings that a text is part of, in one of three orders. Pure. */
import type { JudgedVulnerability } from './set-aside.ts'

/**
 * Those whose identifier, package or severity has the text in it.
 * @param found the worst first, what is open before what is set aside
 */
export function selectVulnerabilities(
  found: readonly JudgedVulnerability[],
  { filter, sort }: { filter: string; sort: string },
): JudgedVulnerability[] {
  const wanted = filter.toLowerCase()
  const fits = ({ id, packageName, purl, severity }: JudgedVulnerability) =>
    [id, packageName, purl, severity].some((text) => text?.toLowerCase().includes(wanted))
  const selected = wanted === '' ? [...found] : found.filter(fits)
  if (sort === 'package')
    return selected.sort((a, b) => compare(a.packageName ?? '\uffff', b.packageName ?? '\uffff'))
  return sort === 'id' ? selected.sort((a, b) => compare(a.id, b.id)) : selected
}

function compare(a: string, b: string): number {
  return a.toLowerCase().localeCompare(b.toLowerCase(), 'en', { numeric: true })
}
