/**
 * Facet counts, exact over all matches. A facet ignores its own selection, so that a visitor sees what choosing
 * another value as well would bring. Matches are counted for each combination of verified mark and platforms,
 * and from these few rows every count but that of publishers follows.
 */
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { Facets, FacetValue, SearchQuery } from './catalog.ts'
import type { IndexDatabase } from './index-database.ts'
import { toPlatformBit } from './platform-mask.ts'
import { type Selection, toConditions } from './to-selection.ts'

/** How many publishers are offered as filter values, besides those selected. */
const maxPublishers = 10

/** Matches of the selected publishers that have both in common. */
interface MatchGroup {
  verified: number
  platform_mask: number
  count: number
}

interface PublisherRow {
  registry_key: number
  primary_alias: string
  publisher_name: string
  count: number
}

/**
 * Counts the matches that pass every filter, and those for every value of every filter.
 * @param from the FROM clause, with `repository` as `r`, that yields the matches of the text
 */
export function countFacets(
  database: IndexDatabase,
  from: string,
  query: SearchQuery,
  selection: Selection,
): { totalResults: number; facets: Facets } {
  const { registryKeys } = selection
  const publishersOnly = toConditions({ registryKeys })
  const groups = database.all<MatchGroup>(
    `SELECT r.verified, r.platform_mask, count(*) AS count FROM ${from} WHERE ${publishersOnly.sql}
     GROUP BY r.verified, r.platform_mask`,
    ...publishersOnly.values,
  )
  const platforms = (known: readonly string[], selected: readonly string[], others: Selection) =>
    [...new Set([...known, ...selected])].map((label): FacetValue => {
      const bit = toPlatformBit(label)
      const count = countWhere(groups, others, (group) => (group.platform_mask & bit) !== 0)
      return { value: label, label, count, selected: selected.includes(label) }
    })
  const { verifiedOnly, operatingSystemMask, architectureMask } = selection
  const verifiedCount = countWhere(
    groups,
    { operatingSystemMask, architectureMask },
    (group) => group.verified === 1,
  )
  return {
    totalResults: countWhere(groups, selection, () => true),
    facets: {
      verified: [
        { value: 'verified', label: 'Verified', count: verifiedCount, selected: query.verifiedOnly },
      ],
      operatingSystems: platforms(OPERATING_SYSTEMS, query.operatingSystems, {
        verifiedOnly,
        architectureMask,
      }),
      architectures: platforms(ARCHITECTURES, query.architectures, { verifiedOnly, operatingSystemMask }),
      publishers: countPublishers(database, from, query, selection),
      types: [],
      updated: [],
    },
  }
}

function countPublishers(
  database: IndexDatabase,
  from: string,
  query: SearchQuery,
  { verifiedOnly, operatingSystemMask, architectureMask }: Selection,
): FacetValue[] {
  const others = toConditions({ verifiedOnly, operatingSystemMask, architectureMask })
  const selectCounts = (keys: string) =>
    `SELECT g.registry_key, g.primary_alias, g.publisher_name, c.count
     FROM (SELECT r.registry_key, count(*) AS count FROM ${from} WHERE ${others.sql} GROUP BY r.registry_key) c
     JOIN registry g USING (registry_key) WHERE g.registry_key ${keys} (SELECT value FROM json_each(?))
     ORDER BY c.count DESC, g.publisher_name, g.primary_alias`
  const selected = query.publishers.map((alias) => ({ alias, key: findRegistryKey(database, alias) }))
  const keys = JSON.stringify(selected.map(({ key }) => key).filter((key) => key !== null))
  const offered = database
    .all<PublisherRow>(`${selectCounts('NOT IN')} LIMIT ${maxPublishers}`, ...others.values, keys)
    .map(
      (row): FacetValue => ({
        value: row.primary_alias,
        label: row.publisher_name,
        count: row.count,
        selected: false,
      }),
    )
  if (selected.length === 0) return offered
  const counted = database.all<PublisherRow>(selectCounts('IN'), ...others.values, keys)
  const chosen = selected.map(({ alias, key }): FacetValue => {
    const row = counted.find(({ registry_key }) => registry_key === key)
    const label = row?.publisher_name ?? findPublisherName(database, key) ?? alias
    return { value: alias, label, count: row?.count ?? 0, selected: true }
  })
  return [...chosen, ...offered].sort((a, b) => b.count - a.count)
}

/** The key of the registry with this alias; null when nobody has it. */
export function findRegistryKey(database: IndexDatabase, alias: string): number | null {
  const sql = 'SELECT registry_key FROM registry_alias WHERE alias = ?'
  return database.get<{ registry_key: number }>(sql, alias)?.registry_key ?? null
}

function findPublisherName(database: IndexDatabase, key: number | null): string | undefined {
  const sql = 'SELECT publisher_name FROM registry WHERE registry_key = ?'
  return database.get<{ publisher_name: string }>(sql, key)?.publisher_name
}

function countWhere(
  groups: readonly MatchGroup[],
  { verifiedOnly = false, operatingSystemMask = null, architectureMask = null }: Selection,
  isWanted: (group: MatchGroup) => boolean,
): number {
  const passes = (group: MatchGroup) =>
    (!verifiedOnly || group.verified === 1) &&
    (operatingSystemMask === null || (group.platform_mask & operatingSystemMask) !== 0) &&
    (architectureMask === null || (group.platform_mask & architectureMask) !== 0)
  return groups.reduce((total, group) => (passes(group) && isWanted(group) ? total + group.count : total), 0)
}
