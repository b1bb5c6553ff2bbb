/**
 * The store: one SQLite file and the blobs beside it, owned by one process. What is in `DATA_DIR`:
 *
 *     DATA_DIR/                 0700
 *       key                     0600  the installation's secret (see keys.ts)
 *       credentials             0600  the first access keys, in the AWS shared-credentials format
 *       lock, lock.json         0600  who owns the directory
 *       operator.sock           0600  the operator API of the running registry (see apis/operator/listen-for-operator.ts)
 *       metadata.sqlite         0600  everything but blobs (with -wal and -shm while it is open)
 *       metadata.sqlite.form-N  0600  the same as it was before a migration from form N
 *       blobs/, uploads/        0700  the content of images (see content/filesystem-blob-store.ts)
 *       audit/                  0700  the audit log as JSON lines (see domain/audit/audit-files.ts)
 *       restore-unfinished      0600  only while a backup is being restored into it
 *       gallery/                the gallery's search index: derived data, not the registry's
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import type { BlobStore } from './content/blob-store.ts'
import { openFilesystemBlobStore } from './content/filesystem-blob-store.ts'
import { requireContentPlace } from './content-place.ts'
import { createPrivateFile } from './create-private-file.ts'
import type { Inspection } from './entities.ts'
import { holdLock, StoreLockError, StoreLockedError } from './hold-lock.ts'
import type { Commit, CopiedMetadata, CopyRequest, Metadata, Peers, Scope } from './metadata.ts'
import { requireUnmoved } from './move-note.ts'
import { openPause, pauseSetting } from './pause.ts'
import { createVerbs, createVerbsOnDemand } from './sql/create-verbs.ts'
import type { DialectWords } from './sql/dialect-words.ts'
import type { Database } from './sql/schema.ts'
import { NewerStoreError } from './sqlite/migrate.ts'
import { openSqliteMetadata } from './sqlite/open-sqlite-metadata.ts'
import type { SyncFile } from './sqlite/wal-sync.ts'
import {
  isStoreFull,
  StoreDamagedError,
  StoreError,
  StoreFullError,
  StoreMovedError,
  StorePausedError,
} from './store-error.ts'
import type { Reads, Transaction } from './verbs.ts'

/** In `DATA_DIR`; what is read first. */
export const metadataFile = 'metadata.sqlite'

/** What is read outside a transaction never waits for one, and sees what was committed. */
export interface Store extends Reads {
  /** New with each store, so that a reader of the change feed notices when `DATA_DIR` was reset. */
  storeId: string
  /** The content of images. */
  content: BlobStore
  /** Runs in one transaction; once this resolves, the writes survive a crash and a loss of power. */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * The same for writes that change images, tags and blobs of this repository, and nothing else that a reader could have kept. Those of
   * other repositories may run at the same time.
   */
  transactionIn<T>(repositoryId: number, run: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * The same for writes that change nothing a reader could have kept: no listener is called. Others may run at the same time.
   * @param key of those that must not run at the same time
   */
  quietly<T>(run: (tx: Transaction) => Promise<T>, key?: string): Promise<T>
  /** Returns once everything that can be read here is on the disk: for what is told to somebody who keeps it. */
  settle(): Promise<void>
  /**
   * What callers change is asked for here first.
   * @throws {StoreBrokenError} when the disk has failed, so that nothing more is written until the next start
   * @throws {StoreReadOnlyError} when what is stored is damaged, or the operator has stopped changes
   */
  requireWritable(): void
  /** Why the operator has stopped what callers change; null while it goes on. The registry's own work is not stopped. */
  pausedFor(): string | null
  /** Stops what callers change, also after a new start; null lets it go on. */
  pause(reason: string | null): Promise<void>
  /** What is damaged, for which nothing more is written; empty while all is well. */
  listDamage(): readonly string[]
  /** Writes nothing more from now on. */
  stopWriting(damage: readonly string[]): void
  /** Reads the whole metadata, and says what of it is damaged. */
  inspect(): Promise<Inspection>
  /**
   * Copies the metadata as of one moment while others write; everything that was acknowledged before is in it.
   * @throws {StoreError} when it cannot be read or written
   */
  copyMetadata(request: CopyRequest): Promise<CopiedMetadata>
  /**
   * Calls the listener after each commit, until the returned function is called. Of another process's commit it is told a moment later,
   * and with a `repositoryId` of null also when some may have been missed.
   */
  onCommit(listener: (commit: Commit) => void): () => void
  /** Other processes on the same store. */
  peers: Pick<
    Peers,
    'arePossible' | 'onTakeOver' | 'isCurrent' | 'term' | 'alone' | 'hold' | 'beside' | 'takeTokens'
  >
  close(): Promise<void>
}

/** Whether a store was made in the directory, or in the database where there is one. */
export async function hasStore(dataDir: string, databaseUrl: string | null): Promise<boolean> {
  if (databaseUrl === null) return existsSync(toPath(dataDir))
  const { hasPostgresStore } = await loadPostgres()
  return hasPostgresStore(databaseUrl)
}

/** The file that says that a restore into the directory has begun and not ended. */
export function toUnfinishedPath(dataDir: string): string {
  return join(dataDir, 'restore-unfinished')
}

/** @throws {StoreError} when a restore was interrupted, so that something may be missing */
function requireWholeDirectory(dataDir: string): void {
  if (!existsSync(toUnfinishedPath(dataDir))) return
  throw new StoreError(
    `A restore into ${dataDir} has begun and not ended. Run the same \`npm run registry -- restore\` again; it goes on where it was.`,
  )
}

export interface StoreOptions {
  dataDir: string
  /** Of the PostgreSQL database that has the metadata, which other processes may use, too; null or left out for a file in `dataDir`. */
  databaseUrl?: string | null
  /** The bucket that has the content of images; null or left out for files in `dataDir`. */
  s3?: S3Settings | null
  /** Opened by what moves content, as nobody else may until that is done. */
  isForMove?: boolean
  clock?: () => Date
  /** How a file is made durable, for tests of a disk that fails. */
  syncFile?: SyncFile
  /** Makes room on a full disk, and says whether there is any now; the transaction is then run once more. */
  onFull?: () => boolean
  /** Runs every transaction twice and undoes the first time, for tests of callbacks that may be run again. */
  rehearse?: boolean
  /** Is told, in words, when the store was brought to a newer form. */
  onMigrated?: (message: string) => void
}

/**
 * Opens the store, making or migrating it as needed.
 * @throws {StoreLockedError} when another process owns `dataDir`
 * @throws {StoreError} when the directory cannot be written, or what is in it is damaged or newer
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl = null, onFull = () => false } = options
  requireWholeDirectory(dataDir)
  const open = () =>
    databaseUrl === null ? openOwnStore(options) : openSharedStore(dataDir, databaseUrl, options)
  try {
    return await open()
  } catch (error) {
    if (!isStoreFull(error)) throw error
    // A disk that was filled while no registry ran still has the reserve.
    if (onFull()) return open()
    throw error
  }
}

/** The metadata is a file beside the content. */
async function openOwnStore(options: StoreOptions): Promise<Store> {
  const { dataDir, clock = () => new Date(), onMigrated = () => {} } = options
  const path = toPath(dataDir)
  let releaseLock = () => {}
  try {
    makeDirectory(dataDir, path)
    releaseLock = holdLock(dataDir, clock())
    createPrivateFile(path)
    const metadata = await openSqliteMetadata(path, onMigrated, options.syncFile)
    return await toStoreOrClose(metadata, releaseLock, options)
  } catch (error) {
    releaseLock()
    if (error instanceof StoreLockedError || error instanceof StoreLockError) throw error
    if (error instanceof StoreMovedError) throw error
    throw toStoreError(dataDir, error)
  }
}

/** The metadata is in the database; `dataDir` has the content, and everything else that is no row. */
async function openSharedStore(dataDir: string, url: string, options: StoreOptions): Promise<Store> {
  makeDirectory(dataDir, join(dataDir, 'key'))
  const { openPostgresMetadata } = await loadPostgres()
  const opened = await openPostgresMetadata(url)
  const metadata: Metadata = {
    ...opened,
    async copy(request) {
      const { copyDatabase } = await import('./copy-database.ts')
      return copyDatabase(url, request)
    },
  }
  return toStoreOrClose(metadata, () => {}, options)
}

async function toStoreOrClose(...[metadata, ...more]: Parameters<typeof toStore>): Promise<Store> {
  try {
    return await toStore(metadata, ...more)
  } catch (error) {
    await metadata.close()
    throw error
  }
}

/** Not loaded where it is not needed: it costs time and memory. */
function loadPostgres() {
  return import('./postgres/open-postgres-metadata.ts')
}

function toPath(dataDir: string): string {
  return join(dataDir, metadataFile)
}

function makeDirectory(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // A directory that was there before the store may be open to all; later its mode is for the operator to choose.
  if (!existsSync(path)) chmodSync(dataDir, 0o700)
}

function toStoreError(dataDir: string, error: unknown): StoreError {
  if (error instanceof NewerStoreError)
    return new StoreError(`${dataDir}: ${error.message}`, { cause: error })
  if (isStoreFull(error)) {
    return new StoreFullError(
      `The disk of ${dataDir} is full, and the store cannot be opened without some room. Nothing is damaged. Remove something else from this disk, no file of ${dataDir}; then start the registry, delete images, and run \`npm run registry -- store gc --grace-seconds 0\`.`,
      { cause: error },
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && 'syscall' in error) {
    return new StoreError(
      `The store in ${dataDir} cannot be opened (${reason}). What is named there has to be as the registry makes it, and its user's own: move aside what stands in its place, mend its permissions, or choose another DATA_DIR.`,
      { cause: error },
    )
  }
  return new StoreError(
    `The store in ${dataDir} cannot be opened (${reason}). The directory has to be writable and its metadata.sqlite whole; choose another DATA_DIR, mend the permissions, rebuild it with \`npm run registry -- store repair\`, or restore a backup.`,
    { cause: error },
  )
}

/** What is done once it is known how a transaction has ended. */
interface Endings {
  committed: Parameters<Transaction['afterCommit']>[0][]
  undone: Parameters<Transaction['afterUndo']>[0][]
}

function toEndings(): Endings {
  return { committed: [], undone: [] }
}

function toTransaction(tx: Kysely<Database>, words: DialectWords, endings: Endings): Transaction {
  const ends: Pick<Transaction, 'afterCommit' | 'afterUndo'> = {
    afterCommit: (work) => void endings.committed.push(work),
    afterUndo: (work) => void endings.undone.push(work),
  }
  return Object.assign(createVerbsOnDemand(tx, words), ends)
}

/** What has failed of one must not keep the others from hearing of the commit. */
async function runAll(works: Endings['committed']): Promise<void> {
  let failure: { error: unknown } | null = null
  for (const work of works) {
    try {
      await work()
    } catch (error) {
      failure ??= { error }
    }
  }
  if (failure !== null) throw failure.error
}

function toCommit(scope: Scope): Commit | null {
  if (scope.kind === 'quiet') return null
  return { repositoryId: scope.kind === 'all' ? null : scope.repositoryId }
}

/** Runs it and undoes it. */
async function rehearseTransaction(
  { db, words }: Metadata,
  run: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  const undone = new Error('The rehearsal is over.')
  let endings = toEndings()
  const rehearsal = db.transaction().execute(async (tx) => {
    endings = toEndings()
    await run(toTransaction(tx, words, endings))
    throw undone
  })
  await rehearsal.catch((error: unknown) => {
    if (error !== undone) throw error
  })
  for (const work of endings.undone) work('undone')
}

async function toStore(metadata: Metadata, releaseLock: () => void, options: StoreOptions): Promise<Store> {
  const { db, words, peers } = metadata
  const { rehearse = false, onFull = () => false } = options
  if (metadata.damage.length === 0) await requireUnmoved(db)
  const listeners = new Set<(commit: Commit) => void>()
  const verbs = createVerbs(db, words)
  const pause = await openPause(verbs.settings, metadata.damage.length > 0)
  const tellListeners = (commit: Commit) => {
    for (const listener of listeners) listener(commit)
  }
  peers.onCommit((commit) => {
    tellListeners(commit)
    if (commit.repositoryId === null) void pause.look()
  })
  const write = async <T>(run: (tx: Transaction) => Promise<T>, scope: Scope): Promise<T> => {
    metadata.requireWritable()
    if (rehearse) await rehearseTransaction(metadata, run)
    const commit = toCommit(scope)
    let endings: Endings = toEndings()
    const runOnce = () =>
      metadata.transact(
        (tx) => {
          // One that is run again was undone.
          for (const work of endings.undone) work('undone')
          endings = toEndings()
          return run(toTransaction(tx, words, endings))
        },
        scope,
        // Caches hear of it as soon as others can read it.
        () => {
          if (commit !== null) tellListeners(commit)
        },
      )
    const result = await runOnce()
      .catch((error: unknown) => {
        if (error instanceof StoreDamagedError) metadata.damage.push(error.message)
        if (!(error instanceof StoreFullError) || !onFull()) throw error
        return runOnce()
      })
      .catch((error: unknown) => {
        for (const work of endings.undone) work(metadata.isOutcomeUnknown(error) ? 'unknown' : 'undone')
        throw error
      })
    await runAll(endings.committed)
    return result
  }
  const content = await openContent(options, peers.arePossible, () => store)
  const store: Store = {
    ...verbs,
    storeId: await readStoreId(db, metadata.damage.length === 0),
    content,
    transaction: (run) => write(run, { kind: 'all' }),
    transactionIn: (repositoryId, run) => write(run, { kind: 'repository', repositoryId }),
    quietly: (run, key) => write(run, { kind: 'quiet', key: key ?? null }),
    settle: metadata.sync,
    requireWritable() {
      metadata.requireWritable()
      const reason = pause.reason()
      if (reason !== null) throw new StorePausedError(reason)
    },
    pausedFor: pause.reason,
    async pause(reason) {
      await write((tx) => tx.settings.put(pauseSetting, reason ?? ''), { kind: 'all' })
      pause.note(reason)
    },
    listDamage: () => metadata.damage,
    stopWriting: (damage) => void metadata.damage.push(...damage),
    inspect: metadata.inspect,
    copyMetadata: metadata.copy,
    peers,
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      pause.close()
      await content.close()
      await metadata.close()
      releaseLock()
    },
  }
  if (metadata.damage.length === 0) {
    const { s3 = null, isForMove = false } = options
    await requireContentPlace(store, { s3, isForMove })
  }
  return store
}

/** Files in the directory, or objects of an S3 service whose rows are in the store. */
async function openContent(
  { dataDir, s3 = null, clock = () => new Date() }: StoreOptions,
  isShared: boolean,
  store: () => Store,
): Promise<BlobStore> {
  if (s3 === null) return openFilesystemBlobStore(dataDir, randomUUID, { isShared })
  // Not loaded where it is not needed: it costs time and memory.
  const { openS3BlobStore } = await import('./content/s3/open-s3-blob-store.ts')
  return openS3BlobStore({ settings: s3, dataDir, store, newId: randomUUID, clock, isShared })
}

async function readStoreId(db: Kysely<Database>, isWritable: boolean): Promise<string> {
  if (!isWritable) return readWrittenId(db).catch(() => randomUUID())
  await db
    .insertInto('setting')
    .values({ name: 'store-id', value: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return readWrittenId(db)
}

async function readWrittenId(db: Kysely<Database>): Promise<string> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'store-id')
    .executeTakeFirstOrThrow()
  return row.value
}
