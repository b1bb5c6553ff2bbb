/**
 * What a tag pointed to and when, from registries that offer it: `GET /v2/<name>/_oci/tag-history/<tag>`, as proposed to the
 * distribution specification (opencontainers/distribution-spec pull request 606). This module is the only one that knows its form.
 * A registry without it answers something else, which is no fault.
 */
import { isDigest } from '#lib/oci/digest.ts'
import { toUtcTime } from '#lib/oci/utc-time.ts'
import type { RegistryClient } from './registry-client.ts'

export interface TagMove {
  digest: string
  /** ISO 8601. */
  at: string
  /** The tag was removed while it pointed to the digest. */
  isRemoval: boolean
}

const created = 'org.opencontainers.distribution.tag.created'
const deleted = 'org.opencontainers.distribution.tag.deleted'
const movesPerPage = 200

/**
 * The newest moves of a tag, the newest first; at most 200. Entries that cannot be read are left out.
 * @returns null where the registry has no such list
 * @throws {DistributionError} when it cannot be reached
 */
export async function readTagHistory(
  client: Pick<RegistryClient, 'getDocument'>,
  name: string,
  tag: string,
): Promise<TagMove[] | null> {
  const path = `_oci/tag-history/${encodeURIComponent(tag)}?n=${movesPerPage}`
  const { status, bytes } = await client.getDocument(name, path, 'application/json')
  if (status !== 200) return null
  const entries = parse(bytes)
  if (!Array.isArray(entries)) return null
  return entries
    .slice(0, movesPerPage)
    .flatMap(toMove)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

function toMove(entry: unknown): TagMove[] {
  if (!isRecord(entry) || typeof entry.digest !== 'string' || !isDigest(entry.digest)) return []
  const { annotations } = entry
  if (!isRecord(annotations)) return []
  const isRemoval = annotations[created] === undefined
  const at = toUtcTime(annotations[isRemoval ? deleted : created])
  return at === null ? [] : [{ digest: entry.digest, at, isRemoval }]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
