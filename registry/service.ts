/** What every request handler is given: the store, the keys, and the sources of time, ids and log lines. */
import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import type { AccessCache } from '#registry/domain/access/access-cache.ts'
import type { AuditLog } from '#registry/domain/audit/audit-log.ts'
import type { Issuers } from '#registry/domain/federation/issuers.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import type { Limits } from '#registry/domain/limits/create-limits.ts'
import type { Keys } from './store/keys.ts'
import type { Store } from './store/open-store.ts'

export interface Service {
  config: Config
  store: Store
  keys: Keys
  images: ImageWork
  /** What decides about access, as of the last commit. */
  access: AccessCache
  limits: Limits
  /** Of OpenID Connect, whose tokens can be exchanged for credentials. */
  issuers: Issuers
  audit: AuditLog
  clock: () => Date
  /** A new UUID, for request ids and the like. */
  newId: () => string
  log: Logger
}
