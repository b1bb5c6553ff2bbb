/** What names what within a repository. */

import { type Kysely, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { ReferrerQuery } from '../entities.ts'
import type { ReferenceReads } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { findInSlices } from './slices.ts'
import { toStatement } from './statement.ts'

export function createReferenceVerbs(db: Kysely<Database>, words: DialectWords): ReferenceReads {
  return {
    async listTo(repositoryId, { digest, kind }) {
      const rows = await db
        .selectFrom('image_reference')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .where('referenced_digest', '=', digest)
        .where('kind', '=', kind)
        .limit(10)
        .execute()
      return rows.map((row) => row.digest as Digest)
    },
    async pickNaming(repositoryId, { digest, kind }, manifests) {
      const found = await findInSlices(manifests, async (slice) => {
        const { rows } = await db.executeQuery<{ digest: Digest; value: string }>(
          selectNaming(words)(repositoryId, slice, digest, kind),
        )
        return rows
      })
      return [...found.keys()]
    },
    async listBlobs(repositoryId, digests) {
      return findInSlices(digests, async (slice) => {
        const { rows } = await db.executeQuery<{ digest: Digest; value: number }>(
          selectBlobs(words)(repositoryId, slice),
        )
        return rows
      })
    },
    async getBlobMediaType(repositoryId, digest) {
      const row = await db
        .selectFrom('image_reference')
        .select('media_type')
        .where('repository_id', '=', repositoryId)
        .where('referenced_digest', '=', digest)
        .where('kind', '=', 'blob')
        .limit(1)
        .executeTakeFirst()
      return row?.media_type ?? null
    },
    async listReferrers(repositoryId, options) {
      let query = db
        .selectFrom('image')
        .where('repository_id', '=', repositoryId)
        .where('subject_digest', '=', options.subject)
        .where('digest', '>', options.after)
        .orderBy('digest')
      if (options.artifactType !== null) {
        // As any media type, without regard to case.
        query = query.where(sql`lower(artifact_type)`, '=', options.artifactType.toLowerCase())
      }
      // The lengths first: annotations may be as large as a manifest, and a page of those is too much to read.
      const sized = await query
        .select(['digest', sql<number>`octet_length(annotations)`.as('bytes')])
        .limit(options.limit + 1)
        .execute()
      // Most images have none, and every pull asks.
      if (sized.length === 0) return { referrers: [], hasMore: false }
      const count = countFitting(sized, options)
      const rows = await query
        .select(['digest', 'media_type', 'manifest_bytes', 'artifact_type', 'annotations'])
        .limit(count)
        .execute()
      const referrers = rows.map((row) => ({
        digest: row.digest as Digest,
        mediaType: row.media_type,
        manifestBytes: row.manifest_bytes,
        artifactType: row.artifact_type,
        annotations: JSON.parse(row.annotations),
      }))
      return { referrers, hasMore: sized.length > count }
    },
  }
}

function countFitting(sized: readonly { bytes: number }[], { limit, maxBytes }: ReferrerQuery): number {
  let total = 0
  for (const [index, { bytes }] of sized.entries()) {
    total += bytes
    if (index >= limit || (index > 0 && total > maxBytes)) return index
  }
  return sized.length
}

const selectNaming = inWordsOf(({ textsOf, joinInOrder }) =>
  toStatement(`SELECT named.digest, named.kind AS value
  FROM ${textsOf('$2')} AS wanted
  ${joinInOrder} image_reference AS named ON named.repository_id = $1 AND named.digest = wanted.value
    AND named.referenced_digest = $3 AND named.kind = $4`),
)

const selectBlobs = inWordsOf(({ textsOf, joinInOrder }) =>
  toStatement(`SELECT link.digest, blob.size_bytes AS value
  FROM ${textsOf('$2')} AS wanted
  ${joinInOrder} repository_blob AS link ON link.repository_id = $1 AND link.digest = wanted.value
  JOIN blob ON blob.digest = link.digest`),
)
