/**
 * How often one client may search. A search is the dearest thing that a stranger can ask this program for, and the answers are made on
 * the thread that everybody's pages come from.
 */
import { isCatalogDataPath } from '#lib/addresses/catalog-data-operations.ts'
import { createClientLimit, type LimitConfig, type RefusalForm, type RequestLimit } from './limit-clients.ts'

const searchPath = /^\/+api\/(?:search|suggest)(?:\/|$)/
/** As errors of that API are, and readable for pages of other sites, as its answers are. */
const catalogDataForm: RefusalForm = {
  members: { __type: 'ThrottlingException' },
  headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' },
}
/** As many seconds' worth may come at once, as somebody's who types fast in several windows. */
const burstSeconds = 5

export function createSearchLimit(config: LimitConfig, clock: () => Date = () => new Date()): RequestLimit {
  const perSecond = config.searchesPerSecond
  if (perSecond === 0) return () => false
  return createClientLimit(config, clock, {
    // A browser asks first whether it may call that API from another site, which costs nothing and finds nothing.
    isCounted: (path, method) => searchPath.test(path) || (isCatalogDataPath(path) && method !== 'OPTIONS'),
    toForm: (path) => (isCatalogDataPath(path) ? catalogDataForm : null),
    rate: { perSecond, burst: Math.max(1, Math.ceil(perSecond * burstSeconds)) },
    reason: `One client may search ${perSecond} times a second here.`,
  })
}
