/** Lists the manifests that name another one as their subject: its signatures, bills of materials and the like. */
import { type Kysely, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface Referrer {
  digest: Digest
  mediaType: string
  manifestBytes: number
  artifactType: string | null
  annotations: Record<string, string>
}

export interface ReferrerPage {
  referrers: Referrer[]
  hasMore: boolean
}

interface PageOptions {
  subject: Digest
  artifactType: string | null
  /** A digest; the page begins behind it. */
  after: string
  limit: number
  /** Bounds the annotations of a page, of which there is at least one referrer. */
  maxBytes: number
}

/** Referrers by digest: as many as fit into a page. */
export async function listReferrers(
  db: Kysely<Database>,
  repositoryId: number,
  options: PageOptions,
): Promise<ReferrerPage> {
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
}

function countFitting(sized: readonly { bytes: number }[], { limit, maxBytes }: PageOptions): number {
  let total = 0
  for (const [index, { bytes }] of sized.entries()) {
    total += bytes
    if (index >= limit || (index > 0 && total > maxBytes)) return index
  }
  return sized.length
}
