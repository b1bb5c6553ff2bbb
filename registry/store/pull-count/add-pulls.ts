/** Adds to the pull counts of repositories: by tag and day, and of all time by tag. */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

export interface Pulls {
  repositoryId: number
  /** `2026-11-23`, in UTC. */
  day: string
  /** Empty for pulls by digest. */
  tag: string
  count: number
}

/** So many are written at once; about 5 ms of work. */
const pullsAtOnce = 500

/** A repository that is gone since is passed over. */
export async function addPulls(tx: Kysely<Database>, pulls: readonly Pulls[]): Promise<void> {
  for (let at = 0; at < pulls.length; at += pullsAtOnce) {
    if (at > 0) await setImmediate()
    const slice = JSON.stringify(pulls.slice(at, at + pullsAtOnce))
    await sql`
      INSERT INTO pull_count (repository_id, day, tag, count)
      SELECT repository_id, value ->> 'day', value ->> 'tag', value ->> 'count'
      FROM json_each(${slice}) CROSS JOIN repository ON repository_id = value ->> 'repositoryId' WHERE true
      ON CONFLICT (repository_id, day, tag) DO UPDATE SET count = count + excluded.count`.execute(tx)
    await sql`
      INSERT INTO pull_total (repository_id, tag, count)
      SELECT repository_id, value ->> 'tag', value ->> 'count'
      FROM json_each(${slice}) CROSS JOIN repository ON repository_id = value ->> 'repositoryId' WHERE true
      ON CONFLICT (repository_id, tag) DO UPDATE SET count = count + excluded.count`.execute(tx)
  }
}
