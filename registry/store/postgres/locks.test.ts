/** Work under locks of the database waits for a connection that others have, as it waits for a lock. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '#testing/start-postgres.ts'
import { createPool } from './connect.ts'
import { createLocks } from './locks.ts'

test('what comes while all connections have long work is done when they have ended', async () => {
  const pool = createPool(await createDatabase(inject('postgresUrl')), 2, 'locking')
  const { alone } = createLocks(pool)
  const ended: string[] = []
  // For longer than the pool waits for a connection.
  const work = (name: string, ms: number) => alone(name, () => sleep(ms)).then(() => void ended.push(name))
  const long = [work('a', 6_000), work('b', 6_500)]
  const short = Array.from({ length: 4 }, (_, n) => work(`${n}`, 1))
  await Promise.all([...long, ...short])
  expect(ended).toHaveLength(6)
  await pool.end()
})
