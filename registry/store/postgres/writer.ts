/**
 * What writes to PostgreSQL, of all processes, takes turns at one lock, as it does at the one connection of SQLite: whatever a
 * transaction has counted, found or not found stays so until its end, and changes are numbered in the order in which they can be read. A
 * turn is short, because a commit does not wait for the disk; see flush.ts.
 */
import type { Pool, PoolClient } from 'pg'
import type { Commit } from '../metadata.ts'
import { StoreError } from '../store-error.ts'
import { isConnectionFailure, toStoreFailure } from './to-store-failure.ts'

/** What a turn locks: any number will do that nothing else in the database uses. */
export const lockClass = 0x50_47

/** Keys within the class; those of `alone` are in another one. */
export const lockKeys = { writing: 1, leading: 2 } as const

/** By which processes hear of commits. */
export const channel = 'registry_commit'

/** A process that was stopped in the midst of a transaction gives its turn back after the first, another one waits for the second. */
const stillMs = 30_000
const waitMs = 20_000

/** One turn: a transaction of which the statements go to the connection. */
export interface Turn {
  client: PoolClient
  /** Others are told of this when it is committed. */
  announce(commit: Commit): void
  /** @throws {StoreUnreachableError} when it cannot be told whether it was committed */
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface Writer {
  begin(): Promise<Turn>
  /** Whether the failure came while a commit was under way, so that nobody knows what became of it. */
  isOfCommit(error: unknown): boolean
}

/**
 * @param pool of one connection
 * @param processId of letters, digits and hyphens
 * @param onTakeOver called when another process has written since the last turn of this one
 */
export function createWriter(pool: Pool, processId: string, onTakeOver: () => void): Writer {
  const ofCommits = new WeakSet<object>()
  // In the order of a simple query each statement sees what was committed before it: the last one what was before the lock.
  const begin = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL idle_in_transaction_session_timeout = ${stillMs};
    SET LOCAL lock_timeout = ${waitMs}; SELECT pg_advisory_xact_lock(${lockClass}, ${lockKeys.writing}); SELECT process FROM store_writer`
  const takeOver = `UPDATE store_writer SET process = '${processId}'`

  const toTurn = (client: PoolClient): Turn => {
    let notice = ''
    return {
      client,
      announce({ repositoryId }) {
        notice = `SELECT pg_notify('${channel}', '${processId} ${repositoryId ?? '*'}'); `
      },
      async commit() {
        try {
          const results = toList(await client.query(`${notice}COMMIT`))
          // A transaction of which a statement has failed is undone, and that is no failure of the commit.
          if (results.at(-1)?.command !== 'COMMIT') {
            throw new StoreError(
              'A statement of the transaction has failed, so that nothing of it was stored.',
            )
          }
          client.release()
        } catch (error) {
          client.release(true)
          const failure = toStoreFailure(error)
          if (failure instanceof Error && isConnectionFailure(error)) ofCommits.add(failure)
          throw failure
        }
      },
      async rollback() {
        try {
          await client.query('ROLLBACK')
          client.release()
        } catch {
          // Without its connection the transaction is undone, too.
          client.release(true)
        }
      },
    }
  }
  return {
    async begin() {
      const client = await pool.connect()
      try {
        const results = toList(await client.query(begin))
        if (results.at(-1)?.rows[0]?.process !== processId) {
          await client.query(takeOver)
          onTakeOver()
        }
        return toTurn(client)
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    isOfCommit: (error) => typeof error === 'object' && error !== null && ofCommits.has(error),
  }
}

interface Answered {
  command: string
  rows: { process?: unknown }[]
}

/** `pg` answers a list for several statements, which its types do not know. */
function toList(answered: Answered | Answered[]): Answered[] {
  return Array.isArray(answered) ? answered : [answered]
}
