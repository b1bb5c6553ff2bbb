/** Moves a repository and its images into the past, as if they had come when they say; the change feed says so too. */
import type { Kysely } from 'kysely'
import { recordChange } from '../change/record-change.ts'
import type { Database } from '../schema.ts'

/** `pushedAt` has the times by digest; all of them, and `createdAt`, are ISO 8601. */
export interface Backdating {
  accountId: string
  name: string
  createdAt: string
  pushedAt: ReadonlyMap<string, string>
}

/** @returns the repository's id; null where it is gone, or was created no later than that, which changes nothing */
export async function backdateRepository(
  tx: Kysely<Database>,
  { accountId, name, createdAt, pushedAt }: Backdating,
): Promise<number | null> {
  const { updatedAt, repositoryId } = await setTimes(tx, { accountId, name, createdAt, pushedAt })
  if (repositoryId === null) return null
  for (const [digest, at] of pushedAt) {
    const isImage = { repository_id: repositoryId, digest }
    await tx
      .updateTable('image')
      .set({ pushed_at: at })
      .where(({ and }) => and(isImage))
      .execute()
    await tx
      .updateTable('image_tag')
      .set({ created_at: at })
      .where(({ and }) => and(isImage))
      .execute()
  }
  await recordChange(tx, { accountId, repositoryName: name, at: updatedAt })
  return repositoryId
}

async function setTimes(tx: Kysely<Database>, { accountId, name, createdAt, pushedAt }: Backdating) {
  const updatedAt = [createdAt, ...pushedAt.values()].sort().at(-1) ?? createdAt
  const row = await tx
    .updateTable('repository')
    .set({ created_at: createdAt, updated_at: updatedAt })
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .where('created_at', '>', new Date(Date.parse(createdAt) + 3_600_000).toISOString())
    .returning('repository_id')
    .executeTakeFirst()
  return { updatedAt, repositoryId: row?.repository_id ?? null }
}
