/** Puts images into the store directly, for tests of the operations that read them. */
import type { Store } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'

interface TestImage {
  digest: string
  pushedAt: string
  tags?: string[]
  artifactMediaType?: string
}

/** Adds an image of 1,000 bytes to a repository, and its tags as of the push. */
export async function insertImage(
  store: Store,
  repository: { accountId: string; name: string },
  image: TestImage,
): Promise<void> {
  const db = databaseOf(store)
  const { repository_id } = await db
    .selectFrom('repository')
    .select('repository_id')
    .where('account_id', '=', repository.accountId)
    .where('name', '=', repository.name)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('image')
    .values({
      repository_id,
      digest: image.digest,
      media_type: 'application/vnd.oci.image.manifest.v1+json',
      artifact_media_type: image.artifactMediaType ?? null,
      size_bytes: 1000,
      pushed_at: image.pushedAt,
    })
    .execute()
  for (const tag of image.tags ?? []) {
    await db
      .insertInto('image_tag')
      .values({ repository_id, tag, digest: image.digest, created_at: image.pushedAt })
      .execute()
  }
}
