/** Opens the metadata in one SQLite file, which one process owns. */
import { type Metadata, noPeers } from '../metadata.ts'
import { createDirectKysely } from '../sql/direct-kysely.ts'
import { StoreDamagedError, StoreReadOnlyError } from '../store-error.ts'
import { backUpBeforeMigration, describeMigration } from './back-up-before-migration.ts'
import { checkMetadata } from './check-metadata.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createCommitGroups } from './commit-groups.ts'
import { copyMetadata } from './copy-metadata.ts'
import { inspectMetadata } from './inspect-metadata.ts'
import { isNewest, migrate } from './migrate.ts'
import { openReader, openWriter, toConnection } from './open-connection.ts'
import { sqliteWords } from './sqlite-words.ts'
import { createStoreDialect, transactOnWriter } from './store-dialect.ts'
import { createTurns } from './turns.ts'
import { openWalSync, type SyncFile } from './wal-sync.ts'

/**
 * While a sync runs, what comes is gathered into one commit for at most so long: it is answered by the next sync anyway, and others read it
 * this much later.
 */
const gatherMs = 2

/** @param onMigrated is told, in words, when the file was brought to a newer form */
export async function openSqliteMetadata(
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
  const groups = createCommitGroups(writing, createTurns(), onCommit, () => wal.untilIdle(gatherMs))
  const checkpoints = createCheckpoints(path, groups.runAlone)
  const connections = {
    reader: toConnection(reading),
    writer: toConnection(writing),
    groups,
    onCommit,
    wal: { ...wal, requireWorking: requireWritable },
  }
  const kysely = createDirectKysely(createStoreDialect(connections))
  const db = await kysely.open()
  return {
    db,
    words: sqliteWords,
    damage,
    requireWritable,
    async transact(run, _, onCommitted) {
      const result = await transactOnWriter(connections, (connection) => run(kysely.over(connection)))
      onCommitted()
      await wal.sync()
      return result
    },
    isOutcomeUnknown: () => false,
    sync: wal.sync,
    inspect: () => inspectMetadata(db),
    async copy(request) {
      const release = checkpoints.hold()
      try {
        return await copyMetadata(path, request)
      } finally {
        release()
      }
    },
    peers: noPeers,
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
