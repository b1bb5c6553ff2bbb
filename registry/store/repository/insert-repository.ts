/** Adds a repository. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { type Repository, toRepository } from './get-repository.ts'

/** Adds an empty repository; the caller has made sure that the name is free. */
export async function insertRepository(
  db: Kysely<Database>,
  { accountId, name, at }: { accountId: string; name: string; at: string },
): Promise<Repository> {
  const row = await db
    .insertInto('repository')
    .values({ account_id: accountId, name, created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRepository(row)
}
