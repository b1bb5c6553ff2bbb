/** Reads a repository's resource tags. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface ResourceTag {
  key: string
  value: string
}

/** All tags of a repository, by key. */
export async function listResourceTags(db: Kysely<Database>, repositoryId: number): Promise<ResourceTag[]> {
  return db
    .selectFrom('resource_tag')
    .select(['key', 'value'])
    .where('repository_id', '=', repositoryId)
    .orderBy('key')
    .execute()
}
