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
import { Kysely } from 'kysely'
import type { BlobStore } from './content/blob-store.ts'
import { openFilesystemBlobStore } from './content/filesystem-blob-store.ts'
import { createPrivateFile } from './create-private-file.ts'
import type { Inspection } from './entities.ts'
import { holdLock, StoreLockedError } from './hold-lock.ts'
import { createVerbs } from './sql/create-verbs.ts'
import type { Database } from './sql/schema.ts'
import { backUpBeforeMigration, describeMigration } from './sqlite/back-up-before-migration.ts'
import { checkMetadata } from './sqlite/check-metadata.ts'
import { createCheckpoints } from './sqlite/checkpoints.ts'
import { createCommitGroups } from './sqlite/commit-groups.ts'
import { type CopiedMetadata, type CopyRequest, copyMetadata } from './sqlite/copy-metadata.ts'
import { inspectMetadata } from './sqlite/inspect-metadata.ts'
import { isNewest, migrate, NewerStoreError } from './sqlite/migrate.ts'
import { openReader, openWriter, toConnection } from './sqlite/open-connection.ts'
import { sqliteWords } from './sqlite/sqlite-words.ts'
import { createStoreDialect } from './sqlite/store-dialect.ts'
import { createTurns } from './sqlite/turns.ts'
import { openWalSync, type SyncFile, type WalSync } from './sqlite/wal-sync.ts'
import {
  StoreDamagedError,
  StoreError,
  StoreFullError,
  StorePausedError,
  StoreReadOnlyError,
} from './store-error.ts'
import type { Reads, Transaction } from './verbs.ts'

/** In `DATA_DIR`; what is read first. */
export const metadataFile = 'metadata.sqlite'

export interface Commit {
  /** The repository of which alone something may have changed; null when it may be anything. */
  repositoryId: number | null
}

/** What is read outside a transaction never waits for one, and sees what was committed. */
export interface Store extends Reads {
  /** New with each store, so that a reader of the change feed notices when `DATA_DIR` was reset. */
  storeId: string
  /** The content of images. */
  content: BlobStore
  /** Runs in one transaction; once this resolves, the writes survive a crash and a loss of power. */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
  /** The same for writes that change images, tags and blobs of this repository, and nothing else that a reader could have kept. */
  transactionIn<T>(repositoryId: number, run: (tx: Transaction) => Promise<T>): Promise<T>
  /** The same for writes that change nothing a reader could have kept: no listener is called. */
  quietly<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
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
  /** Calls the listener after each commit, until the returned function is called. */
  onCommit(listener: (commit: Commit) => void): () => void
  close(): Promise<void>
}

/** Whether a store was made in the directory. */
export function hasStore(dataDir: string): boolean {
  return existsSync(toPath(dataDir))
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

/**
 * Opens the store, making or migrating it as needed.
 * @throws {StoreLockedError} when another process owns `dataDir`
 * @throws {StoreError} when the directory cannot be written, or what is in it is damaged or newer
 */
export async function openStore(options: {
  dataDir: string
  clock?: () => Date
  /** How a file is made durable, for tests of a disk that fails. */
  syncFile?: SyncFile
  /** Makes room on a full disk, and says whether there is any now; the transaction is then run once more. */
  onFull?: () => boolean
  /** Runs every transaction twice and undoes the first time, for tests of callbacks that may be run again. */
  rehearse?: boolean
  /** Is told, in words, when the store was brought to a newer form. */
  onMigrated?: (message: string) => void
}): Promise<Store> {
  const { dataDir, clock = () => new Date(), onMigrated = () => {} } = options
  const path = toPath(dataDir)
  let releaseLock = () => {}
  requireWholeDirectory(dataDir)
  try {
    makeDirectory(dataDir, path)
    releaseLock = holdLock(dataDir, clock())
    createPrivateFile(path)
    const metadata = await openMetadata(path, onMigrated, options.syncFile)
    const content = openFilesystemBlobStore(dataDir, randomUUID)
    return await toStore(metadata, content, releaseLock, options)
  } catch (error) {
    releaseLock()
    throw error instanceof StoreLockedError ? error : toStoreError(dataDir, error)
  }
}

function toPath(dataDir: string): string {
  return join(dataDir, metadataFile)
}

/** The metadata file with everything that reads, writes and keeps it. */
interface Metadata {
  db: Kysely<Database>
  wal: WalSync
  /** Nothing is written once there is any. */
  damage: string[]
  requireWritable(): void
  copy(request: CopyRequest): Promise<CopiedMetadata>
  close(): Promise<void>
}

async function openMetadata(
  path: string,
  onMigrated: (message: string) => void,
  syncFile?: SyncFile,
): Promise<Metadata> {
  const writing = openWriter(path)
  const damage = checkMetadata(writing)
  if (damage.length === 0) {
    const migrated = backUpBeforeMigration(writing, path)
    await migrate(writing)
    if (migrated !== null) onMigrated(describeMigration(migrated))
  } else if (!isNewest(writing)) throw new StoreDamagedError(damage.join('; '))
  const reading = openReader(path)
  const wal = openWalSync(`${path}-wal`, syncFile)
  const requireWritable = () => {
    if (damage.length > 0) throw new StoreReadOnlyError(`The store is damaged: ${damage.join('; ')}`)
    wal.requireWorking()
  }
  const onCommit = () => {
    wal.note()
    checkpoints.note()
  }
  const groups = createCommitGroups(writing, createTurns(), onCommit)
  const checkpoints = createCheckpoints(path, groups.runAlone)
  const connections = {
    reader: toConnection(reading),
    writer: toConnection(writing),
    groups,
    onCommit,
    wal: { ...wal, requireWorking: requireWritable },
  }
  const db = new Kysely<Database>({ dialect: createStoreDialect(connections) })
  return {
    db,
    wal,
    damage,
    requireWritable,
    async copy(request) {
      const release = checkpoints.hold()
      try {
        return await copyMetadata(path, request)
      } finally {
        release()
      }
    },
    async close() {
      await db.destroy()
      await checkpoints.close()
      // A transaction that is still running has its end.
      await groups.runAlone(() => {
        reading.close()
        // The last connection that closes moves what is left of the log, and makes it durable.
        writing.close()
        return wal.close()
      })
    },
  }
}

function makeDirectory(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // A directory that was there before the store may be open to all; later its mode is for the operator to choose.
  if (!existsSync(path)) chmodSync(dataDir, 0o700)
}

function toStoreError(dataDir: string, error: unknown): StoreError {
  if (error instanceof NewerStoreError)
    return new StoreError(`${dataDir}: ${error.message}`, { cause: error })
  const reason = error instanceof Error ? error.message : String(error)
  return new StoreError(
    `The store in ${dataDir} cannot be opened (${reason}). The directory has to be writable and its metadata.sqlite whole; choose another DATA_DIR, mend the permissions, rebuild it with \`npm run registry -- store repair\`, or restore a backup.`,
    { cause: error },
  )
}

type Ending = Parameters<Transaction['afterCommit']>[0]

function toTransaction(tx: Kysely<Database>, endings: Ending[]): Transaction {
  return Object.assign(createVerbs(tx, sqliteWords), {
    afterCommit: (work: Ending) => void endings.push(work),
  })
}

/** Runs it and undoes it. */
async function rehearseTransaction(
  db: Kysely<Database>,
  run: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  const undone = new Error('The rehearsal is over.')
  const rehearsal = db.transaction().execute(async (tx) => {
    await run(toTransaction(tx, []))
    throw undone
  })
  await rehearsal.catch((error: unknown) => {
    if (error !== undone) throw error
  })
}

async function toStore(
  metadata: Metadata,
  content: BlobStore,
  releaseLock: () => void,
  { rehearse = false, onFull = () => false }: { rehearse?: boolean; onFull?: () => boolean },
): Promise<Store> {
  const { db, wal } = metadata
  const listeners = new Set<(commit: Commit) => void>()
  const verbs = createVerbs(db, sqliteWords)
  let pausedFor = (await verbs.settings.get('read-only').catch(() => null)) || null
  const write = async <T>(run: (tx: Transaction) => Promise<T>, commit: Commit | null): Promise<T> => {
    metadata.requireWritable()
    if (rehearse) await rehearseTransaction(db, run)
    let endings: Ending[] = []
    const runOnce = () =>
      db.transaction().execute((tx) => {
        endings = []
        return run(toTransaction(tx, endings))
      })
    const result = await runOnce().catch((error: unknown) => {
      if (error instanceof StoreDamagedError) metadata.damage.push(error.message)
      if (!(error instanceof StoreFullError) || !onFull()) throw error
      return runOnce()
    })
    // Caches hear of it as soon as others can read it.
    if (commit !== null) for (const listener of listeners) listener(commit)
    await wal.sync()
    for (const work of endings) await work()
    return result
  }
  return {
    ...verbs,
    storeId: await readStoreId(db, metadata.damage.length === 0),
    content,
    transaction: (run) => write(run, { repositoryId: null }),
    transactionIn: (repositoryId, run) => write(run, { repositoryId }),
    quietly: (run) => write(run, null),
    settle: wal.sync,
    requireWritable() {
      metadata.requireWritable()
      if (pausedFor !== null) throw new StorePausedError(pausedFor)
    },
    pausedFor: () => pausedFor,
    async pause(reason) {
      await write((tx) => tx.settings.put('read-only', reason ?? ''), null)
      pausedFor = reason
    },
    listDamage: () => metadata.damage,
    stopWriting: (damage) => void metadata.damage.push(...damage),
    inspect: () => inspectMetadata(db),
    copyMetadata: metadata.copy,
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await metadata.close()
      releaseLock()
    },
  }
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
