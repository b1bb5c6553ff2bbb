/** Opens the metadata in a PostgreSQL database, which several processes may use at once. */
import { randomUUID } from 'node:crypto'
import { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Commit, Metadata } from '../metadata.ts'
import type { Database } from '../sql/schema.ts'
import { StoreReadOnlyError, StoreUnreachableError, StoreUnsupportedError } from '../store-error.ts'
import { createClient, createPool } from './connect.ts'
import { createFlush, flushStatement } from './flush.ts'
import { inspectPostgres } from './inspect-postgres.ts'
import { createLocks } from './locks.ts'
import { hasTables, migrate } from './migrate.ts'
import { createPostgresDialect, patienceMs } from './postgres-dialect.ts'
import { postgresWords } from './postgres-words.ts'
import { isConflict, toStoreFailure } from './to-store-failure.ts'
import { watchPeers } from './watch-peers.ts'
import { createWriter, type Turn } from './writer.ts'

/** Connections of one process; with those for writing, flushing and hearing of others it has three more. */
const connections = { readers: 10, locks: 10 } as const

/** A transaction that others have disturbed is run again so often. */
const maxRuns = 10

/**
 * Whether a store was made in the database.
 * @throws {StoreUnreachableError} when it cannot be told
 */
export function hasPostgresStore(url: string): Promise<boolean> {
  return withPool(url, hasTables)
}

/**
 * How many processes have the store of the database open.
 * @throws {StoreUnreachableError} when it cannot be told
 */
export function countPrograms(url: string): Promise<number> {
  return withPool(url, async (pool) => {
    const { rows } = await pool.query(
      "SELECT count(*) AS programs FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'public-gallery-registry watching'",
    )
    return Number(rows[0]?.programs)
  })
}

async function withPool<Result>(url: string, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = createPool(url, 1, 'reading')
  try {
    return await work(pool)
  } catch (error) {
    throw toStoreFailure(error)
  } finally {
    await pool.end()
  }
}

/** @throws {StoreError} when the database cannot be reached, or is not one that this program can use */
export async function openPostgresMetadata(url: string): Promise<Metadata> {
  const processId = randomUUID()
  const pools = {
    readers: createPool(url, connections.readers, 'reading'),
    locks: createPool(url, connections.locks, 'locking'),
    writer: createPool(url, 1, 'writing'),
    flush: createPool(url, 1, 'flushing'),
  }
  const endPools = async () => {
    await Promise.all(Object.values(pools).map((pool) => pool.end()))
  }
  try {
    await migrate(pools.writer)
  } catch (error) {
    await endPools()
    throw toStoreFailure(error)
  }
  const damage: string[] = []
  const takeOverListeners = new Set<() => void>()
  const commitListeners = new Set<(commit: Commit) => void>()
  const writer = createWriter(pools.writer, processId, () => {
    for (const listener of takeOverListeners) listener()
  })
  const sync = createFlush(async () => {
    try {
      await pools.flush.query(flushStatement)
    } catch (error) {
      throw toStoreFailure(error)
    }
  })
  const turn: { current: Turn | null } = { current: null }
  const dialect = createPostgresDialect({ readers: pools.readers, writer, sync }, (begun) => {
    turn.current = begun
  })
  const db = new Kysely<Database>({ dialect })
  const peers = watchPeers(
    () => createClient(url, 'watching'),
    processId,
    (commit) => {
      for (const listener of commitListeners) listener(commit)
    },
  )

  const transact: Metadata['transact'] = async (run, commit) => {
    const until = performance.now() + patienceMs
    for (let runs = 1; ; runs += 1) {
      try {
        return await db.transaction().execute(async (tx) => {
          const result = await run(tx)
          // Nobody else of this process has a turn before this one's end.
          if (commit !== null) turn.current?.announce(commit)
          return result
        })
      } catch (error) {
        // What became of a commit under way nobody knows, and done twice it might be wrong.
        if (writer.isOfCommit(error) || runs >= maxRuns || performance.now() > until) throw error
        if (!(error instanceof StoreUnreachableError) && !isConflict(error)) throw error
      }
    }
  }
  return {
    db,
    words: postgresWords,
    damage,
    requireWritable() {
      if (damage.length > 0) throw new StoreReadOnlyError(`The database is damaged: ${damage.join('; ')}`)
    },
    transact,
    sync,
    inspect: () => inspectPostgres(db),
    async copy() {
      throw new StoreUnsupportedError(
        'The metadata is in PostgreSQL, which has copies of its own: use pg_dump or a base backup, and copy DATA_DIR after it.',
      )
    },
    peers: {
      arePossible: true,
      onCommit: (listener) => void commitListeners.add(listener),
      onTakeOver: (listener) => void takeOverListeners.add(listener),
      isCurrent: peers.isCurrent,
      term: peers.term,
      alone: createLocks(pools.locks),
    },
    async close() {
      await peers.close()
      await db.destroy()
      await endPools()
    },
  }
}
