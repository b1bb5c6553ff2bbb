/** Tags of images. */

import type { Kysely } from 'kysely'
import type { TimedTag } from '../entities.ts'
import type { TagWrites } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'
import {
  listTagMoves,
  noteTagPut,
  noteTagRemoval,
  pruneTagMoves,
  type TagMoveNumbers,
  tagPutNote,
} from './tag-moves.ts'

export function createTagVerbs(db: Kysely<Database>, words: DialectWords): TagWrites {
  return {
    async countOfImage(repositoryId, digest) {
      const { count } = await db
        .selectFrom('image_tag')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .executeTakeFirstOrThrow()
      return count
    },
    async delete(repositoryId, tag, at) {
      await noteTagRemoval(db, repositoryId, { tag, at })
      const { numDeletedRows } = await db
        .deleteFrom('image_tag')
        .where('repository_id', '=', repositoryId)
        .where('tag', '=', tag)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async put(repositoryId, { tag, digest, at }) {
      // Where the tag points there already, so does the end of its history, and neither changes anything.
      const together = insertTogether(words)
      if (together !== null) {
        const { rows } = await db.executeQuery<PutTag>(together(repositoryId, tag, digest, at))
        await pruneTagMoves(db, repositoryId, tag, rows[0])
        return rows[0]?.isMoved === true
      }
      const [{ numAffectedRows }] = await Promise.all([
        db.executeQuery(insertTag(repositoryId, tag, digest, at)),
        noteTagPut(db, repositoryId, { tag, digest, at }),
      ])
      return Boolean(numAffectedRows)
    },
    async getDigest(repositoryId, tag) {
      const row = await db
        .selectFrom('image_tag')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .where('tag', '=', tag)
        .executeTakeFirst()
      return row?.digest ?? null
    },
    async list({ repositoryId, after, limit }) {
      let query = db
        .selectFrom('image_tag')
        .innerJoin('image', (join) =>
          join
            .onRef('image.repository_id', '=', 'image_tag.repository_id')
            .onRef('image.digest', '=', 'image_tag.digest'),
        )
        .select([
          'image_tag.tag',
          'image_tag.created_at as createdAt',
          'image.digest',
          'image.media_type as mediaType',
          'image.artifact_media_type as artifactMediaType',
          'image.size_bytes as sizeBytes',
          'image.pushed_at as pushedAt',
        ])
        .where('image_tag.repository_id', '=', repositoryId)
      if (after !== null) {
        // See images.ts.
        query = query
          .where('image_tag.created_at', '<=', after.createdAt)
          .where(({ eb, and, or }) =>
            or([
              eb('image_tag.created_at', '<', after.createdAt),
              and([eb('image_tag.created_at', '=', after.createdAt), eb('image_tag.tag', '>', after.tag)]),
            ]),
          )
      }
      return query.orderBy('image_tag.created_at', 'desc').orderBy('image_tag.tag').limit(limit).execute()
    },
    async listNames(repositoryId, { after, limit }) {
      const query = selectNames(words)(repositoryId, after ?? '', limit)
      const { rows } = await db.executeQuery<{ tag: string }>(query)
      return rows.map(({ tag }) => tag)
    },
    async listTimed(repositoryId, { after, limit }) {
      const query = selectTimed(words)(repositoryId, after ?? '', limit)
      return (await db.executeQuery<TimedTag>(query)).rows
    },
    listMoves: (repositoryId, tag, page) => listTagMoves(db, repositoryId, tag, page),
  }
}

// Written out, because for a push the building of the query would cost more than all else.
const tagInsert = `INSERT INTO image_tag (repository_id, tag, digest, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (repository_id, tag) DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at
  WHERE image_tag.digest <> excluded.digest`

const insertTag = toStatement(tagInsert)

type PutTag = TagMoveNumbers & { isMoved: boolean }

/** The tag and its history, of which neither needs to see the other. */
const insertTogether = inWordsOf(({ canWriteInWith }) =>
  canWriteInWith
    ? toStatement(`WITH pointed AS (${tagInsert} RETURNING 1), noted AS (${tagPutNote})
  SELECT EXISTS (SELECT 1 FROM pointed) AS "isMoved", noted.number, noted."tagNumber"
  FROM (VALUES (1)) AS one LEFT JOIN noted ON true`)
    : null,
)

const ofNames = ({ withoutCase }: DialectWords) => `FROM image_tag
  WHERE repository_id = $1 AND ${withoutCase('tag')} >= ${withoutCase('$2')}
    AND (${withoutCase('tag')}, tag) > (${withoutCase('$2')}, $2)
  ORDER BY ${withoutCase('tag')}, tag LIMIT $3`

/** Every name comes after the empty one. An engine may begin in the middle of its index for the first condition alone. */
const selectNames = inWordsOf((words) => toStatement(`SELECT tag ${ofNames(words)}`))

const selectTimed = inWordsOf((words) =>
  toStatement(`SELECT found.tag, found.digest, image.media_type AS "mediaType",
    image.manifest_bytes AS "manifestBytes", found.created_at AS "createdAt"
  FROM (SELECT tag, digest, created_at ${ofNames(words)}) AS found
  JOIN image ON image.repository_id = $1 AND image.digest = found.digest
  ORDER BY ${words.withoutCase('found.tag')}, found.tag`),
)
