/** Images: the manifest byte for byte, what it names, and its tags. */

import { setImmediate } from 'node:timers/promises'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Image, NewImage, StoredImage } from '../entities.ts'
import { giveWay } from '../give-way.ts'
import type { ImageWrites } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { deleteInSlices, findInSlices, forSlices, ROWS_AT_ONCE } from './slices.ts'
import { toStatement } from './statement.ts'
import { noteTagRemoval } from './tag-moves.ts'

export function createImageVerbs(db: Kysely<Database>, words: DialectWords): ImageWrites {
  return {
    async count(repositoryId) {
      const { count } = await db
        .selectFrom('image')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('repository_id', '=', repositoryId)
        .executeTakeFirstOrThrow()
      return count
    },
    async delete(repositoryId, digest, at) {
      if (at !== null) await noteRemovals(db, repositoryId, digest, at)
      // Left to the foreign keys, the ten thousand layers of one image would go in one statement, which takes 150 ms.
      await deleteInSlices(
        sql`DELETE FROM image_reference
          WHERE repository_id = ${repositoryId} AND digest = ${digest} AND referenced_digest IN (
            SELECT referenced_digest FROM image_reference
            WHERE repository_id = ${repositoryId} AND digest = ${digest} LIMIT ${ROWS_AT_ONCE})`,
        db,
      )
      await deleteInSlices(
        sql`DELETE FROM image_tag
          WHERE repository_id = ${repositoryId} AND tag IN (
            SELECT tag FROM image_tag
            WHERE repository_id = ${repositoryId} AND digest = ${digest} LIMIT ${ROWS_AT_ONCE})`,
        db,
      )
      const { numDeletedRows } = await db
        .deleteFrom('image')
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async hasAny(repositoryId) {
      const row = await db
        .selectFrom('image')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async list({ repositoryId, after, limit }) {
      let query = db.selectFrom('image').selectAll().where('repository_id', '=', repositoryId)
      if (after !== null) {
        // An engine can begin in the middle of its index for a plain condition alone.
        query = query
          .where('pushed_at', '<=', after.pushedAt)
          .where(({ eb, and, or }) =>
            or([
              eb('pushed_at', '<', after.pushedAt),
              and([eb('pushed_at', '=', after.pushedAt), eb('digest', '>', after.digest)]),
            ]),
          )
      }
      const rows = await query.orderBy('pushed_at', 'desc').orderBy('digest').limit(limit).execute()
      return withTags(db, repositoryId, rows)
    },
    async sumManifestsOfAccount(accountId) {
      const { bytes } = await db
        .selectFrom('image')
        .innerJoin('repository', 'repository.repository_id', 'image.repository_id')
        .select(({ fn }) => fn.sum<number | null>('image.manifest_bytes').as('bytes'))
        .where('repository.account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return Number(bytes ?? 0)
    },
    async listOldest(accountId, { skip, limit }) {
      const rows = await db
        .selectFrom('image')
        .innerJoin('repository', 'repository.repository_id', 'image.repository_id')
        .select(['image.repository_id as repositoryId', 'repository.name', 'image.digest'])
        .select('image.manifest_bytes as manifestBytes')
        .where('repository.account_id', '=', accountId)
        .orderBy('image.pushed_at')
        .orderBy('image.digest')
        .orderBy('image.repository_id')
        .limit(limit)
        .offset(skip)
        .execute()
      return rows.map((row) => ({ ...row, digest: row.digest as Digest }))
    },
    async listOldestOf(repositoryId, { skip, limit }) {
      const rows = await db
        .selectFrom('image')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .orderBy('pushed_at')
        .orderBy('digest')
        .limit(limit)
        .offset(skip)
        .execute()
      return rows.map((row) => row.digest as Digest)
    },
    async get(repositoryId, digest) {
      const rows = await db
        .selectFrom('image')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .execute()
      const [image = null] = await withTags(db, repositoryId, rows)
      return image
    },
    async listStored(repositoryId, digests) {
      return findInSlices(digests, async (slice) => {
        const { rows } = await db.executeQuery<{ digest: Digest } & StoredImage>(
          selectStored(words)(repositoryId, slice),
        )
        return rows.map(({ digest, ...value }) => ({ digest, value }))
      })
    },
    async put(repositoryId, image, at) {
      const { numAffectedRows } = await db.executeQuery(
        insertImage(
          repositoryId,
          image.digest,
          image.mediaType,
          image.artifactMediaType,
          image.artifactType,
          JSON.stringify(image.annotations),
          image.subject,
          image.sizeBytes,
          image.content.length,
          at,
        ),
      )
      if (!numAffectedRows) return false
      // Its annotations may be nearly as large, and have just been written.
      await giveWay(image.content.length)
      await db.executeQuery(insertManifest(repositoryId, image.digest, image.content))
      await putReferences(db, words, repositoryId, image)
      return true
    },
  }
}

async function noteRemovals(
  db: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
  at: string,
): Promise<void> {
  const tags = await db
    .selectFrom('image_tag')
    .select('tag')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .orderBy('tag')
    .execute()
  for (const [index, { tag }] of tags.entries()) {
    if (index > 0 && index % tagsAtOnce === 0) await setImmediate()
    await noteTagRemoval(db, repositoryId, { tag, at })
  }
}

const tagsAtOnce = 100

/** An image may have a thousand tags, and a page a thousand images: more tags than this are for the next page. */
export const MAX_TAGS_OF_PAGE = 20_000

/** Each may have a thousand tags. */
const imagesAtOnce = 8

async function withTags(
  db: Kysely<Database>,
  repositoryId: number,
  rows: Selectable<Database['image']>[],
): Promise<Image[]> {
  const images: Image[] = []
  let tags = 0
  for (let at = 0; at < rows.length && tags <= MAX_TAGS_OF_PAGE; at += imagesAtOnce) {
    if (at > 0) await setImmediate()
    const slice = await addTags(db, repositoryId, rows.slice(at, at + imagesAtOnce))
    tags += slice.reduce((total, image) => total + image.tags.length, 0)
    images.push(...slice)
  }
  return images
}

async function addTags(
  db: Kysely<Database>,
  repositoryId: number,
  rows: Selectable<Database['image']>[],
): Promise<Image[]> {
  const digests = rows.map((row) => row.digest)
  const tagRows = await db
    .selectFrom('image_tag')
    .select(['digest', 'tag'])
    .where('repository_id', '=', repositoryId)
    .where('digest', 'in', digests)
    .orderBy('tag')
    .execute()
  const tagsOf = Map.groupBy(tagRows, (row) => row.digest)
  return rows.map((row) => ({
    digest: row.digest,
    mediaType: row.media_type,
    artifactMediaType: row.artifact_media_type,
    sizeBytes: row.size_bytes,
    pushedAt: row.pushed_at,
    tags: (tagsOf.get(row.digest) ?? []).map(({ tag }) => tag),
  }))
}

// Written out, because for a push the building of the queries would cost more than all else.
const insertImage =
  toStatement(`INSERT INTO image (repository_id, digest, media_type, artifact_media_type, artifact_type, annotations,
  subject_digest, size_bytes, manifest_bytes, pushed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`)

const insertManifest = toStatement(
  'INSERT INTO image_manifest (repository_id, digest, content) VALUES ($1, $2, $3)',
  'unanswered',
)

const insertReferences = inWordsOf(({ rowsOf }) =>
  toStatement(
    `INSERT INTO image_reference (repository_id, digest, referenced_digest, kind, media_type)
  SELECT $1, $2, named.digest, named.kind, named."mediaType"
  FROM ${rowsOf('$3', { digest: 'text', kind: 'text', mediaType: 'text' })} AS named WHERE true ON CONFLICT DO NOTHING`,
    'unanswered',
  ),
)

const selectStored = inWordsOf(({ textsOf, joinInOrder }) =>
  toStatement(`SELECT image.digest, image.media_type AS "mediaType",
    image.manifest_bytes AS "manifestBytes", image.size_bytes AS "sizeBytes"
  FROM ${textsOf('$2')} AS wanted
  ${joinInOrder} image ON image.repository_id = $1 AND image.digest = wanted.value`),
)

async function putReferences(
  tx: Kysely<Database>,
  words: DialectWords,
  repositoryId: number,
  { digest, references }: NewImage,
): Promise<void> {
  await forSlices(references, async (slice) => {
    // One layer may stand in an image several times.
    await tx.executeQuery(insertReferences(words)(repositoryId, digest, slice))
  })
}
