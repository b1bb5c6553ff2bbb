/** Walks through the manifests of all repositories. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface KeptManifest {
  repositoryId: number
  /** As `ACCOUNT/NAME`. */
  repository: string
  digest: Digest
  mediaType: string
  /** Null when it is lost. */
  content: Uint8Array | null
}

/** Every manifest of every repository; those that are added meanwhile may be left out. */
export async function* listManifests(db: Kysely<Database>): AsyncGenerator<KeptManifest> {
  let after = { repositoryId: 0, digest: '' }
  for (;;) {
    // One at a time: a manifest may have 4 MiB.
    const row = await selectNext(db, after)
    if (row === undefined) return
    yield {
      repositoryId: row.repository_id,
      repository: `${row.account_id}/${row.name}`,
      digest: row.digest as Digest,
      mediaType: row.media_type,
      content: row.content,
    }
    after = { repositoryId: row.repository_id, digest: row.digest }
  }
}

function selectNext(db: Kysely<Database>, after: { repositoryId: number; digest: string }) {
  return db
    .selectFrom('image')
    .innerJoin('repository', 'repository.repository_id', 'image.repository_id')
    .leftJoin('image_manifest', (join) =>
      join
        .onRef('image_manifest.repository_id', '=', 'image.repository_id')
        .onRef('image_manifest.digest', '=', 'image.digest'),
    )
    .select(['image.repository_id', 'image.digest', 'image.media_type', 'image_manifest.content'])
    .select(['repository.account_id', 'repository.name'])
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('image.repository_id', 'image.digest'), '>', tuple(after.repositoryId, after.digest)),
    )
    .orderBy('image.repository_id')
    .orderBy('image.digest')
    .limit(1)
    .executeTakeFirst()
}
