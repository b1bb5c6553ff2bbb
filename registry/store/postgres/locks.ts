/** Work that only one process does at a time, or does not while another one holds it off: locks of the database, each held by a connection. */
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Peers } from '../metadata.ts'
import { createSlots } from '../slots.ts'
import { toStoreFailure } from './to-store-failure.ts'

/** A layer may be put together in a bucket for so long, and what waits for its turn is a whole push. */
const waitMs = 120_000

interface LockConnection {
  /** Of the connection, with which its locks are gone. */
  onLost(listener: () => void): void
  offLost(listener: () => void): void
  query(statement: string, parameters: readonly string[]): Promise<{ rows: { taken?: boolean }[] }>
  /** @param isBroken where its locks may be held still, and end with it */
  release(isBroken?: boolean): void
}

/** @param pool of which each piece of work takes a connection; what comes while all are taken waits for one */
export function createLocks(pool: Pool): Pick<Peers, 'alone' | 'hold' | 'beside'> {
  // The pool itself takes a connection that is not free for one that cannot be had.
  const turns = createSlots(pool.options.max, waitMs, 'Too much is being done at this moment.')
  const connect = async (): Promise<LockConnection> => {
    const leave = await turns.enter()
    try {
      const client = await pool.connect()
      return {
        onLost: (listener) => void client.on('end', listener),
        offLost: (listener) => void client.off('end', listener),
        query: (statement, parameters) => client.query(statement, [...parameters]),
        release(isBroken = false) {
          client.release(isBroken)
          leave()
        },
      }
    } catch (error) {
      leave()
      throw toStoreFailure(error)
    }
  }
  const unlock = async (client: LockConnection, statement: string, lock: string) => {
    await client.query(statement, [lock]).then(
      () => client.release(),
      () => client.release(true),
    )
  }
  return {
    async alone(key, work) {
      const lock = toNumber(key)
      const client = await connect()
      let isBroken = true
      try {
        await client.query('SELECT pg_advisory_lock($1)', [lock])
        const result = await work()
        isBroken = false
        return result
      } catch (error) {
        throw toStoreFailure(error)
      } finally {
        if (isBroken) client.release(true)
        else await unlock(client, 'SELECT pg_advisory_unlock($1)', lock)
      }
    },
    async hold(key) {
      const lock = toNumber(key)
      const client = await connect()
      try {
        await client.query('SELECT pg_advisory_lock($1)', [lock])
      } catch (error) {
        client.release(true)
        throw toStoreFailure(error)
      }
      let isHeld = true
      let isReleased = false
      const lose = () => {
        isHeld = false
      }
      client.onLost(lose)
      return {
        isHeld: () => isHeld,
        release() {
          client.offLost(lose)
          if (!isReleased) void unlock(client, 'SELECT pg_advisory_unlock($1)', lock)
          isReleased = true
          isHeld = false
        },
      }
    },
    async beside(key, work) {
      const lock = toNumber(key)
      const client = await connect()
      let isBroken = true
      try {
        const { rows } = await client.query('SELECT pg_try_advisory_lock_shared($1) AS taken', [lock])
        const isTaken = rows[0]?.taken === true
        if (isTaken) await work()
        isBroken = false
        if (isTaken) await unlock(client, 'SELECT pg_advisory_unlock_shared($1)', lock)
        else client.release()
        return isTaken
      } catch (error) {
        throw toStoreFailure(error)
      } finally {
        if (isBroken) client.release(true)
      }
    },
  }
}

/** Two keys of one number only wait for each other. The class of the other locks is not among the numbers of one part. */
function toNumber(key: string): string {
  return createHash('sha256').update(key).digest().readBigInt64BE().toString()
}
