/** Work that only one process does at a time, under a key: a lock of the database, held by a connection for as long as it takes. */
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { toStoreFailure } from './to-store-failure.ts'

/** @param pool of which each piece of work takes a connection */
export function createLocks(
  pool: Pool,
): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  return async (key, work) => {
    const [lock] = [toNumber(key)]
    const client = await pool.connect().catch((error: unknown) => {
      throw toStoreFailure(error)
    })
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
      else
        await client.query('SELECT pg_advisory_unlock($1)', [lock]).then(
          () => client.release(),
          () => client.release(true),
        )
    }
  }
}

/** Two keys of one number only wait for each other. The class of the other locks is not among the numbers of one part. */
function toNumber(key: string): string {
  return createHash('sha256').update(key).digest().readBigInt64BE().toString()
}
