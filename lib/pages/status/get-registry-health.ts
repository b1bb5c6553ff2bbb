/**
 * What the gallery's own registry says of itself at `/healthz`: publishers can do nothing about a full disk or a damaged store,
 * and look at `/status` first.
 */
import { z } from 'zod'
import { toEndpointUrl } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import type { TlsSummary } from '#lib/net/serve-tls.ts'
import { getSources } from '#lib/runtime/catalog-instance.ts'
import { requestJson } from '#lib/sources/ecr-public/request-json.ts'

/** Something that is wrong with the registry while it can be read. */
export interface RegistryTrouble {
  /** `low-space`: uploads are refused. `not-writable`: everything but reading is. `lost-blobs`: some have to be pushed again. */
  kind: 'low-space' | 'not-writable' | 'lost-blobs'
  /** How many; 0 for the other kinds. */
  lostBlobs: number
}

/** What is known of the gallery's own registry. */
export interface RegistryHealth {
  trouble: RegistryTrouble | null
  /** Null where it has no TLS of its own, and while that is not known. */
  tls: TlsSummary | null
}

const healthAnswer = z.object({
  status: z.string(),
  lostBlobs: z.number().int().optional(),
  tls: z.object({ validUntil: z.iso.datetime(), isNewest: z.boolean() }).optional(),
})

const unknown: RegistryHealth = { trouble: null, tls: null }

const timeoutMs = 1_000

/** Knows of no trouble when there is no registry of its own, and when it cannot be asked, which the source's state tells. */
export async function getRegistryHealth(): Promise<RegistryHealth> {
  const own = getSources().find(({ endpoint }) => endpoint.kind === 'embedded')
  const url = own === undefined ? null : toEndpointUrl(own.endpoint, readConfig())
  if (url === null) return unknown
  try {
    const { status, body } = await requestJson(`${url}/healthz`, AbortSignal.timeout(timeoutMs))
    const tls = healthAnswer.safeParse(body).data?.tls ?? null
    return { trouble: toRegistryTrouble(status, body), tls }
  } catch {
    return unknown
  }
}

/** @param body of `/healthz`; undefined for any status but 200 */
export function toRegistryTrouble(status: number, body: unknown): RegistryTrouble | null {
  if (status === 503) return { kind: 'not-writable', lostBlobs: 0 }
  const health = healthAnswer.safeParse(body).data
  if (health?.status === 'low-space') return { kind: 'low-space', lostBlobs: 0 }
  const lost = health?.lostBlobs ?? 0
  return lost === 0 ? null : { kind: 'lost-blobs', lostBlobs: lost }
}
