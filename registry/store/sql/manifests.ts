/** Manifests as they were pushed. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { StoredManifest } from '../entities.ts'
import type { ManifestReads } from '../verbs.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

export function createManifestVerbs(db: Kysely<Database>): ManifestReads {
  return {
    async get(repositoryId, reference) {
      const query =
        'digest' in reference ? byDigest(repositoryId, reference.digest) : byTag(repositoryId, reference.tag)
      const [row] = (await db.executeQuery<Row>(query)).rows
      return row === undefined ? null : { ...row, isChild: Boolean(row.isChild) }
    },
    async *walk() {
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
    },
  }
}

// Written out, because building the query would cost twenty times as much as running it, and every first pull after a push
// needs it.
const selectManifest = `SELECT image.digest, image.media_type AS "mediaType", manifest.content,
    EXISTS (SELECT 1 FROM image_reference AS parent WHERE parent.repository_id = image.repository_id
      AND parent.referenced_digest = image.digest AND parent.kind = 'image') AS "isChild"
  FROM image JOIN image_manifest AS manifest ON manifest.repository_id = image.repository_id AND manifest.digest = image.digest
  WHERE image.repository_id = $1 AND image.digest = `

const byDigest = toStatement(`${selectManifest}$2`)

const byTag = toStatement(
  `${selectManifest}(SELECT digest FROM image_tag WHERE repository_id = $1 AND tag = $2)`,
)

type Row = Omit<StoredManifest, 'isChild'> & { isChild: number | boolean }

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
