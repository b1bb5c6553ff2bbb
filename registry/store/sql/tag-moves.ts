/**
 * The history of tags: each move is one row, written in the transaction that moves the tag, with what has to be known of the image
 * when it is gone. Kept within two bounds, of a tag and of a repository: the oldest rows go as new ones come, so that a move never
 * removes much more than it adds. A repository's history goes with it.
 */
import type { Kysely } from 'kysely'
import type { TagMove } from '../entities.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

/** So many of the newest moves of one tag are kept. */
export const KEPT_MOVES_OF_TAG = 1_000

/** So many of the newest moves of all tags of one repository are kept. */
export const KEPT_MOVES_OF_REPOSITORY = 100_000

/** Of a move, both null where there was none to note. */
export interface TagMoveNumbers {
  number: number | null
  tagNumber: number | null
}

/** Notes that the tag was pointed at the image; not where the history ends with that already, as for an image that is put again. */
export async function noteTagPut(
  db: Kysely<Database>,
  repositoryId: number,
  { tag, digest, at }: { tag: string; digest: string; at: string },
): Promise<void> {
  const { rows } = await db.executeQuery<TagMoveNumbers>(insertPut(repositoryId, tag, digest, at))
  await pruneTagMoves(db, repositoryId, tag, rows[0])
}

/** Notes that the tag is about to be removed. */
export async function noteTagRemoval(
  db: Kysely<Database>,
  repositoryId: number,
  { tag, at }: { tag: string; at: string },
): Promise<void> {
  const { rows } = await db.executeQuery<TagMoveNumbers>(insertRemoval(repositoryId, tag, at))
  await pruneTagMoves(db, repositoryId, tag, rows[0])
}

/** The moves of one tag, the newest first. */
export async function listTagMoves(
  db: Kysely<Database>,
  repositoryId: number,
  tag: string,
  page: { before: string | null; after: number | null; digest: string | null; limit: number },
): Promise<TagMove[]> {
  let query = db
    .selectFrom('tag_move')
    .select([
      'tag_number as number',
      'digest',
      'media_type as mediaType',
      'manifest_bytes as manifestBytes',
      'moved_at as movedAt',
      'is_removal as isRemoval',
    ])
    .where('repository_id', '=', repositoryId)
    .where('tag', '=', tag)
  if (page.before !== null) query = query.where('moved_at', '<', page.before)
  if (page.after !== null) query = query.where('tag_number', '<', page.after)
  if (page.digest !== null) query = query.where('digest', '=', page.digest)
  const rows = await query.orderBy('tag_number', 'desc').limit(page.limit).execute()
  return rows.map((row) => ({ ...row, isRemoval: row.isRemoval === 1 }))
}

/** Removes what goes as this move has come. */
export async function pruneTagMoves(
  db: Kysely<Database>,
  repositoryId: number,
  tag: string,
  added: TagMoveNumbers | undefined,
): Promise<void> {
  const { number, tagNumber } = added ?? { number: null, tagNumber: null }
  if (number === null || tagNumber === null) return
  const ofTag = tagNumber - KEPT_MOVES_OF_TAG
  if (ofTag > 0) await db.executeQuery(deleteOfTag(repositoryId, tag, ofTag))
  const ofRepository = number - KEPT_MOVES_OF_REPOSITORY
  if (ofRepository > 0) {
    await db.executeQuery(deleteOfRepository(repositoryId, ofRepository))
  }
}

// Written out, as each push needs one. A clock that was set back does not disturb the order of a tag's moves.
// The row itself is joined, by its number: a subquery of rows would be kept in a table of its own first.
const joinNewest = `LEFT JOIN tag_move AS newest ON newest.repository_id = $1 AND newest.tag = $2
    AND newest.tag_number = (SELECT max(tag_number) FROM tag_move WHERE repository_id = $1 AND tag = $2)`

const insert = (at: string, isRemoval: 0 | 1) => `INSERT INTO tag_move
    (repository_id, number, tag, tag_number, digest, media_type, manifest_bytes, moved_at, is_removal)
  SELECT $1, (SELECT coalesce(max(number), 0) + 1 FROM tag_move WHERE repository_id = $1), $2,
    coalesce(newest.tag_number, 0) + 1, image.digest, image.media_type, image.manifest_bytes,
    CASE WHEN newest.moved_at > ${at} THEN newest.moved_at ELSE ${at} END, ${isRemoval}`

/** Of the repository, the tag, the digest and the time. */
export const tagPutNote = `${insert('$4', 0)}
  FROM image ${joinNewest}
  WHERE image.repository_id = $1 AND image.digest = $3
    AND (newest.digest IS NULL OR newest.is_removal = 1 OR newest.digest <> $3)
  RETURNING number, tag_number AS "tagNumber"`

const insertPut = toStatement(tagPutNote)

const insertRemoval = toStatement(`${insert('$3', 1)}
  FROM image_tag JOIN image ON image.repository_id = $1 AND image.digest = image_tag.digest
    ${joinNewest}
  WHERE image_tag.repository_id = $1 AND image_tag.tag = $2
  RETURNING number, tag_number AS "tagNumber"`)

const deleteOfTag = toStatement(
  'DELETE FROM tag_move WHERE repository_id = $1 AND tag = $2 AND tag_number <= $3',
)

const deleteOfRepository = toStatement('DELETE FROM tag_move WHERE repository_id = $1 AND number <= $2')
