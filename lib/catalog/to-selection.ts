/** The filters of a query, in the form of the index. */
import type { SearchQuery } from './catalog.ts'
import { toPlatformMask } from './platform-mask.ts'

/** What is left out, or null, filters nothing. */
export interface Selection {
  verifiedOnly?: boolean | undefined
  operatingSystemMask?: number | null | undefined
  architectureMask?: number | null | undefined
  registryKeys?: readonly number[] | null | undefined
}

/** No registry has this key. */
const noRegistry = -1

/** Reads the filters; a value that nothing has selects nothing, rather than being passed over. */
export function toSelection(
  query: SearchQuery,
  findRegistryKey: (alias: string) => number | null,
): Selection {
  const { verifiedOnly, operatingSystems, architectures, publishers } = query
  return {
    verifiedOnly,
    operatingSystemMask: operatingSystems.length === 0 ? null : toPlatformMask(operatingSystems),
    architectureMask: architectures.length === 0 ? null : toPlatformMask(architectures),
    registryKeys:
      publishers.length === 0 ? null : publishers.map((alias) => findRegistryKey(alias) ?? noRegistry),
  }
}

/**
 * The filters as a condition on `repository r`. Values are bound, so that the statements that are kept stay few
 * whatever visitors select.
 */
export function toConditions(selection: Selection): { sql: string; values: (string | number)[] } {
  const { verifiedOnly = false, operatingSystemMask, architectureMask, registryKeys } = selection
  const conditions: { sql: string; value: string | number }[] = []
  if (verifiedOnly) conditions.push({ sql: 'r.verified = ?', value: 1 })
  for (const value of [operatingSystemMask, architectureMask]) {
    if (typeof value === 'number') conditions.push({ sql: '(r.platform_mask & ?) <> 0', value })
  }
  if (registryKeys) {
    const value = JSON.stringify(registryKeys)
    conditions.push({ sql: 'r.registry_key IN (SELECT value FROM json_each(?))', value })
  }
  return {
    sql: ['1', ...conditions.map((condition) => condition.sql)].join(' AND '),
    values: conditions.map((condition) => condition.value),
  }
}
