/**
 * How many files of layers one client may take: each is a layer that is read again up to there, by one of a few threads that all share.
 */
import { createClientLimit, type LimitConfig, type RequestLimit } from './limit-clients.ts'

const filePath = /^\/+api\/file\//
const perSecond = 1
const maxAtOnce = 2

/** Where searches are not limited, nor are these. */
export function createDownloadLimit(config: LimitConfig, clock: () => Date = () => new Date()): RequestLimit {
  if (config.searchesPerSecond === 0) return () => false
  return createClientLimit(config, clock, {
    isCounted: (path) => filePath.test(path),
    rate: { perSecond, burst: 20 },
    reason: `One client may take ${perSecond} file a second here.`,
    atOnce: {
      max: maxAtOnce,
      reason: `One client may take ${maxAtOnce} files at once here.`,
      retryAfterMs: 2_000,
    },
  })
}
