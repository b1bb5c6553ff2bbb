/**
 * The service: the store with everything of the domain that stands on it, put together in this one place for the program, the
 * command line and the tests. The sources of time, ids and log lines are given from outside.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import { type AccessCache, createAccessCache } from './domain/access/access-cache.ts'
import { createLostSecrets, type LostSecrets } from './domain/access/lost-secrets.ts'
import { findLostRecords, toUnreadableWords } from './domain/audit/audit-files.ts'
import { type AuditLog, createAuditLog } from './domain/audit/audit-log.ts'
import { createIssuers, type Issuers } from './domain/federation/issuers.ts'
import { createImageWork, type ImageWork } from './domain/images/image-work.ts'
import { createLimits, type Limits } from './domain/limits/create-limits.ts'
import { createUpstreams, type Upstreams } from './domain/upstreams/create-upstreams.ts'
import { createDiskSpace, type DiskSpace } from './store/disk-space.ts'
import { type KeyRing, openKeys } from './store/key-ring.ts'
import { openStore, type Store } from './store/open-store.ts'

export interface Service {
  config: Config
  store: Store
  space: DiskSpace
  keys: KeyRing
  /** Access keys that the installation's secret does not open. */
  lostSecrets: LostSecrets
  images: ImageWork
  /** What decides about access, as of the last commit. */
  access: AccessCache
  limits: Limits
  /** Of OpenID Connect, whose tokens can be exchanged for credentials. */
  issuers: Issuers
  /** Registries whose images are pulled through this one. */
  upstreams: Upstreams
  audit: AuditLog
  clock: () => Date
  /** A new UUID, for request ids and the like. */
  newId: () => string
  log: Logger
}

/**
 * Opens the store in `DATA_DIR`, which becomes this process's, and makes a service of it.
 * @throws {StoreLockedError} when another process owns it
 * @throws {StoreError} when it cannot be used
 */
export async function openService(config: Config, sources: ServiceSources): Promise<Service> {
  const { log, clock = () => new Date(), rehearse = false } = sources
  const disk = createDiskSpace(config.dataDir, config.reserveBytes)
  const space = toSpaceForPushes(disk, config)
  const store = await openStore({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    s3: config.s3,
    clock,
    rehearse,
    onFull: space.release,
    onMigrated: (message) => log.warn(message),
  })
  try {
    return { ...(await buildOnStore(config, store, disk, sources)), space }
  } catch (error) {
    // Whoever is told what is missing may have this process try again.
    await store.close()
    throw error
  }
}

/** What a service is given from outside. */
interface ServiceSources {
  log: Logger
  clock?: () => Date
  newId?: () => string
  /** See `openStore`. */
  rehearse?: boolean
}

async function buildOnStore(
  config: Config,
  store: Store,
  disk: DiskSpace,
  { log, clock = () => new Date(), newId = randomUUID }: ServiceSources,
): Promise<Omit<Service, 'space'>> {
  await stopWritingWhenDamaged(store, config.dataDir, log)
  const images = createImageWork(store, clock, newId, log)
  await resumeUploads(store, images, log)
  const keys = openKeys(config.dataDir, config.registryKey, await hasSealed(store))
  return {
    config,
    store,
    keys,
    lostSecrets: createLostSecrets({ store, keys, log }),
    images,
    access: createAccessCache(store),
    limits: createLimits(config, store, clock, newId),
    issuers: createIssuers(config, clock),
    upstreams: await createUpstreams({ config, store, images, space: disk, clock, log }),
    audit: createAuditLog(store, log),
    clock,
    newId,
    log,
  }
}

/** Not known of a damaged store, which is served as it is. */
async function hasSealed(store: Store): Promise<boolean> {
  if (store.listDamage().length > 0) return false
  return (await store.accessKeys.listSealed('', 1)).length > 0
}

/** What is pushed into a bucket takes no room here, and its rows none where they are in a database. */
function toSpaceForPushes(disk: DiskSpace, { s3, databaseUrl }: Config): DiskSpace {
  if (s3 === null) return disk
  return { ...disk, requireRoom: () => (databaseUrl === null ? disk.requireRoom(0) : undefined) }
}

/** Damage is said once, and not built upon. */
async function stopWritingWhenDamaged(store: Store, dataDir: string, log: Logger): Promise<void> {
  const lost = await findLostRecords(store, dataDir).catch(toUnreadableWords)
  if (lost !== null) store.stopWriting([lost])
  const damage = store.listDamage()
  if (damage.length === 0) return
  log.error(
    { damage },
    'the store is damaged, and read-only: stop the registry, and run `npm run registry -- store repair` or restore a backup',
  )
}

/** A damaged store is left as it is, with what was on its way into it. */
async function resumeUploads(store: Store, { uploads }: ImageWork, log: Logger): Promise<void> {
  if (store.listDamage().length > 0) return
  const resumed = await uploads.resume((repositoryId) => store.repositories.has(repositoryId))
  if (Object.values(resumed).some((count) => count > 0)) {
    log.info(resumed, 'uploads that had begun before can go on')
  }
}

/** Writes what waits in memory, and closes the store. */
export async function closeService({ images, limits, audit, store }: Service): Promise<void> {
  // What cannot be written is lost, as it is when the program is killed.
  if (store.listDamage().length === 0) {
    await Promise.all([images.pulls.flush(), limits.flush(), audit.flush()])
  }
  await store.close()
}
