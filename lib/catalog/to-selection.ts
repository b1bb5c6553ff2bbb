/** The filters of a query, in the form of the search engine. */
import type { SearchQuery } from './catalog.ts'
import type { Selection } from './engine/count-facets.ts'
import { toTypeBit } from './engine/documents.ts'
import { toPlatformMask } from './platform-mask.ts'

/** Reads the filters; a value that nothing has selects nothing, rather than being passed over. */
export function toSelection(query: SearchQuery, findRegistry: (alias: string) => number | null): Selection {
  const { verifiedOnly, operatingSystems, architectures, publishers, types, updatedWithin } = query
  const chosen = publishers.map(findRegistry).filter((number) => number !== null)
  return {
    verifiedOnly,
    operatingSystemMask: operatingSystems.length === 0 ? null : toPlatformMask(operatingSystems),
    architectureMask: architectures.length === 0 ? null : toPlatformMask(architectures),
    typeMask: types.length === 0 ? null : types.reduce((mask, type) => mask | toTypeBit(type), 0),
    updatedWithin,
    registries: publishers.length === 0 ? null : new Set(chosen),
  }
}
