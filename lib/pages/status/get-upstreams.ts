/** The registries whose images are pulled through the gallery's own, and how they answer: for `/status`. */
import { z } from 'zod'
import { toEndpointUrl } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { getSources } from '#lib/runtime/catalog-instance.ts'
import { requestJson } from '#lib/sources/ecr-public/request-json.ts'
import { upstreamReason } from '#lib/sources/say-upstream-failure.ts'

const count = z.number().int().min(0)
const time = z.iso.datetime()

const upstreamStatus = z.object({
  host: z.string().max(300),
  namespace: z.string().max(50),
  hits: count,
  misses: count,
  stales: count,
  requests: count,
  errors: count,
  keptBytes: count,
  maxBytes: count,
  answeredAt: time.nullable(),
  failure: z.object({ what: z.string().max(500), ...upstreamReason.shape, at: time }).nullable(),
  pausedUntil: time.nullable(),
})

const answer = z.object({ upstreams: z.array(upstreamStatus).max(50) })

/** Figures are of the time since the registry was started. */
export type UpstreamStatus = z.infer<typeof upstreamStatus>

const timeoutMs = 1_000

/** None where there is no registry of its own, and when it cannot be asked, which the source's state tells. */
export async function listUpstreams(): Promise<UpstreamStatus[]> {
  const own = getSources().find(({ endpoint }) => endpoint.kind === 'embedded')
  const url = own === undefined ? null : toEndpointUrl(own.endpoint, readConfig())
  if (url === null) return []
  try {
    const { status, body } = await requestJson(`${url}/gallery/upstreams`, AbortSignal.timeout(timeoutMs))
    return status === 200 ? (answer.safeParse(body).data?.upstreams ?? []) : []
  } catch {
    return []
  }
}
