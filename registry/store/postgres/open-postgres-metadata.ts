/** Opens the metadata in a PostgreSQL database, which several processes may use at once. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Commit, Metadata, Scope } from '../metadata.ts'
import { createDirectKysely } from '../sql/direct-kysely.ts'
import type { Database } from '../sql/schema.ts'
import { StoreError, StoreReadOnlyError, StoreUnreachableError } from '../store-error.ts'
import { createClient, createPool, createWriterPool } from './connect.ts'
import { createFlush, flushStatement } from './flush.ts'
import { inspectPostgres } from './inspect-postgres.ts'
import { createLocks } from './locks.ts'
import { hasTables, migrate } from './migrate.ts'
import {
  begin,
  createPostgresDialect,
  createSnapshotDialect,
  patienceMs,
  pauseMs,
  toConnection,
} from './postgres-dialect.ts'
import { postgresWords } from './postgres-words.ts'
import { createTakeTokens } from './take-tokens.ts'
import { isConflict, toStoreFailure } from './to-store-failure.ts'
import { watchPeers } from './watch-peers.ts'
import { createWriter } from './writer.ts'

/** Connections of one process; with those for flushing and hearing of others it has two more. */
const connections = { readers: 10, locks: 10, writers: 8 } as const

/** A transaction that others have disturbed is run again so often. */
const maxRuns = 10

/**
 * Whether a store was made in the database.
 * @throws {StoreUnreachableError} when it cannot be told
 */
export function hasPostgresStore(url: string): Promise<boolean> {
  return withPool(url, hasTables)
}

/** The database sees a moment later that one has ended. */
const leaving = { looks: 20, everyMs: 250 } as const

/**
 * Waits for processes that are about to leave the store of the database.
 * @throws {StoreError} when one stays
 * @throws {StoreUnreachableError} when it cannot be told
 */
export async function requireNoProgram(url: string): Promise<void> {
  const programs = await withPool(url, async (pool) => {
    for (let look = 1; ; look += 1) {
      const { rows } = await pool.query(
        "SELECT count(*) AS programs FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'public-gallery-registry watching'",
      )
      const count = Number(rows[0]?.programs)
      if (count === 0 || look === leaving.looks) return count
      await sleep(leaving.everyMs)
    }
  })
  if (programs > 0) {
    throw new StoreError(`Programs or commands are on the database (${programs}). Stop them first.`)
  }
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
export async function openPostgresMetadata(url: string): Promise<Omit<Metadata, 'copy'>> {
  const processId = randomUUID()
  const pools = {
    readers: createPool(url, connections.readers, 'reading'),
    locks: createPool(url, connections.locks, 'locking'),
    writer: createWriterPool(url, connections.writers, processId),
    flush: createPool(url, 1, 'flushing'),
  }
  const endPools = async () => {
    await Promise.all(Object.values(pools).map((pool) => pool.end()))
  }
  try {
    await migrate(pools.flush)
  } catch (error) {
    await endPools()
    throw toStoreFailure(error)
  }
  const damage: string[] = []
  const takeOverListeners = new Set<(repositoryId: number | null) => void>()
  const commitListeners = new Set<(commit: Commit) => void>()
  const writer = createWriter(pools.writer, (repositoryId) => {
    for (const listener of takeOverListeners) listener(repositoryId)
  })
  const sync = createFlush(async () => {
    try {
      await pools.flush.query(flushStatement)
    } catch (error) {
      throw toStoreFailure(error)
    }
  })
  const dialect = createPostgresDialect({ readers: pools.readers, writer })
  const kysely = createDirectKysely(dialect)
  const db = await kysely.open()
  const peers = watchPeers(
    () => createClient(url, 'watching'),
    processId,
    (commit) => {
      for (const listener of commitListeners) listener(commit)
    },
  )

  const failedFlushes = new WeakSet<object>()
  const isOutcomeUnknown = (error: unknown) =>
    writer.isOfCommit(error) || (typeof error === 'object' && error !== null && failedFlushes.has(error))
  const flush = async (flushed: Promise<void>) => {
    try {
      // Another connection could not tell: it may be one to a server that has crashed meanwhile, and has lost the commit.
      await flushed
    } catch (error) {
      if (error instanceof Error) failedFlushes.add(error)
      throw error
    }
  }
  const transactOnce = async <Result>(
    run: (tx: Kysely<Database>) => Promise<Result>,
    scope: Scope,
    onCommitted: () => void,
  ) => {
    const turn = await begin(writer, scope)
    let result: Result
    try {
      result = await run(kysely.over(toConnection(turn)))
    } catch (error) {
      await turn.rollback()
      throw error
    }
    const { flushed } = await turn.commit()
    onCommitted()
    await flush(flushed)
    return result
  }
  const transact: Metadata['transact'] = async (run, scope, onCommitted) => {
    const until = performance.now() + patienceMs
    for (let runs = 1; ; ) {
      try {
        return await transactOnce(run, scope, onCommitted)
      } catch (error) {
        // What became of a commit under way nobody knows, and done twice it might be wrong.
        if (isOutcomeUnknown(error) || performance.now() > until) throw error
        if (error instanceof StoreUnreachableError) await sleep(pauseMs)
        else if (isConflict(error) && runs < maxRuns) runs += 1
        else throw error
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
    isOutcomeUnknown,
    sync,
    inspect: () => inspectPostgres(db),
    peers: {
      arePossible: true,
      onCommit: (listener) => void commitListeners.add(listener),
      onTakeOver: (listener) => void takeOverListeners.add(listener),
      isCurrent: peers.isCurrent,
      term: peers.term,
      ...createLocks(pools.locks),
      takeTokens: createTakeTokens(pools.flush),
    },
    async close() {
      await peers.close()
      await db.destroy()
      await endPools()
    },
  }
}

/**
 * Everything as of one moment, while others write.
 * @throws {StoreUnreachableError} when the database cannot be reached
 */
export async function openPostgresSnapshot(
  url: string,
): Promise<{ db: Kysely<Database>; close(): Promise<void> }> {
  const client = createClient(url, 'reading')
  try {
    await client.connect()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  } catch (error) {
    await client.end().catch(() => {})
    throw toStoreFailure(error)
  }
  const dialect = createSnapshotDialect(client)
  const db = new Kysely<Database>({ dialect })
  return {
    db,
    async close() {
      await db.destroy()
      await client.end()
    },
  }
}
