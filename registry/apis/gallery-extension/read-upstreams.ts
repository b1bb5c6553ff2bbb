/**
 * `GET /gallery/upstreams`: the registries whose images are pulled through this one, and how they answer; `/gallery/upstreams/ALIAS/NAME`:
 * how one of their repositories stands beside the upstream's. Public, because the gallery's pages show all of it.
 */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import type { Upstreams } from '#registry/domain/upstreams/create-upstreams.ts'
import type { UpstreamFailure } from '#registry/domain/upstreams/upstream-client.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

interface UpstreamService {
  upstreams: Upstreams
}

export async function listGalleryUpstreams({ upstreams }: UpstreamService): Promise<HttpAnswer> {
  const rows = upstreams.list().map(async ({ upstream, client, figures, sumKeptBytes }) => ({
    host: upstream.host,
    namespace: upstream.namespace,
    ...figures,
    requests: client.requests,
    errors: client.errors,
    keptBytes: await sumKeptBytes(),
    maxBytes: upstream.maxBytes,
    answeredAt: toTime(client.answeredMs),
    failure: client.failure && toFailure(client.failure),
    pausedUntil: client.pausedUntilMs === 0 ? null : toTime(client.pausedUntilMs),
  }))
  return toJsonAnswer(200, { upstreams: await Promise.all(rows) })
}

/** @param path `ALIAS/NAME` */
export async function readGalleryUpstream({ upstreams }: UpstreamService, path: string): Promise<HttpAnswer> {
  const slash = path.indexOf('/')
  const [alias, name] = [path.slice(0, slash), path.slice(slash + 1)]
  const upstream = isRegistryAlias(alias) && isRepositoryName(name) ? upstreams.find(alias) : null
  const standing = upstream === null ? null : await upstream.standings.read(name)
  if (standing !== null) return toJsonAnswer(200, standing)
  return toJsonAnswer(404, { message: 'That is not pulled through from anywhere.' })
}

function toFailure({ what, code, status, atMs }: UpstreamFailure) {
  return { what, code, status, at: toTime(atMs) }
}

function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
