/** Lists the manifests that name another one as their subject: its signatures, bills of materials and the like. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface Referrer {
  digest: Digest
  mediaType: string
  manifestBytes: number
  artifactType: string | null
  annotations: Record<string, string>
}

/** Up to `limit` referrers by digest, behind the one with the digest `after`. */
export async function listReferrers(
  db: Kysely<Database>,
  repositoryId: number,
  options: { subject: Digest; artifactType: string | null; after: string; limit: number },
): Promise<Referrer[]> {
  let query = db
    .selectFrom('image')
    .select(['digest', 'media_type', 'manifest_bytes', 'artifact_type', 'annotations'])
    .where('repository_id', '=', repositoryId)
    .where('subject_digest', '=', options.subject)
    .where('digest', '>', options.after)
  if (options.artifactType !== null) query = query.where('artifact_type', '=', options.artifactType)
  const rows = await query.orderBy('digest').limit(options.limit).execute()
  return rows.map((row) => ({
    digest: row.digest as Digest,
    mediaType: row.media_type,
    manifestBytes: row.manifest_bytes,
    artifactType: row.artifact_type,
    annotations: JSON.parse(row.annotations),
  }))
}
