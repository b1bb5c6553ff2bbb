/** The steps of a pull that count it: its manifest against the rate, the bytes of its layers against the month. */
import { isIndexMediaType } from '#lib/oci/media-types.ts'
import type { Principal } from '#registry/domain/access/principal.ts'
import type { SendBlob } from '#registry/store/content/blob-store.ts'
import type { StoredManifest } from '#registry/store/entities.ts'
import type { RateLimits } from './create-limits.ts'

interface Puller {
  /** Null for anyone. */
  principal: Principal | null
  sourceIp: string
}

/**
 * @returns headers for the answer
 * @throws {LimitError} when the client has to wait
 */
export function limitPull(
  rates: RateLimits,
  { principal, sourceIp }: Puller,
  repositoryId: number,
  { mediaType, isChild }: StoredManifest,
): Record<string, string> | Promise<Record<string, string>> {
  const client = rates.toClient(principal, sourceIp)
  const isIndex = isIndexMediaType(mediaType)
  return client === null ? {} : rates.pulls.take(client, { repositoryId, isIndex, isChild })
}

/**
 * Lets a download begin, and has its bytes counted.
 * @throws {LimitError} when the client has had what it may have this month
 */
export async function limitDownload(
  rates: RateLimits,
  { principal, sourceIp }: Puller,
  send: SendBlob,
): Promise<SendBlob> {
  const client = rates.toClient(principal, sourceIp)
  if (client === null) return send
  await rates.data.check(client)
  return (start, end, sink) => send(start, end, sink, (bytes) => rates.data.count(client, bytes))
}

/**
 * The same for one that goes on elsewhere, where nobody sees how much of it is taken: all of it counts.
 * @throws {LimitError} when the client has had what it may have this month
 */
export async function limitRedirect(
  rates: RateLimits,
  { principal, sourceIp }: Puller,
  bytes: number,
): Promise<void> {
  const client = rates.toClient(principal, sourceIp)
  if (client === null) return
  await rates.data.check(client)
  rates.data.count(client, bytes)
}
