/**
 * How often one client may search. A search is the dearest thing that a stranger can ask this program for, and the answers are made on
 * the thread that everybody's pages come from.
 */
import { isCatalogDataPath } from '#lib/addresses/catalog-data-operations.ts'
import { createClientLimit, type LimitConfig, type RequestLimit } from './limit-clients.ts'

const searchPath = /^\/+api\/(?:search|suggest)(?:\/|$)/
/** As many seconds' worth may come at once, as somebody's who types fast in several windows. */
const burstSeconds = 5

export function createSearchLimit(config: LimitConfig, clock: () => Date = () => new Date()): RequestLimit {
  const perSecond = config.searchesPerSecond
  if (perSecond === 0) return () => false
  return createClientLimit(config, clock, {
    // A browser asks first whether it may call that API from another site, which costs nothing and finds nothing.
    isCounted: (path, method) => searchPath.test(path) || (isCatalogDataPath(path) && method !== 'OPTIONS'),
    rate: { perSecond, burst: Math.max(1, Math.ceil(perSecond * burstSeconds)) },
    reason: `One client may search ${perSecond} times a second here.`,
  })
}
