/** GET and HEAD of a manifest, by tag or digest: the bytes that were pushed, whatever the client would accept. */
import type { IncomingHttpHeaders } from 'node:http'
import { GALLERY_USER_AGENT } from '#lib/oci/gallery-user-agent.ts'
import { isIndexMediaType } from '#lib/oci/media-types.ts'
import { toClientFamily } from '#registry/domain/images/client-family.ts'
import { limitPull } from '#registry/domain/limits/limit-pull.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../../parts.ts'
import type { RouteContext } from '../distribution-request.ts'
import { toLifecycleWarning } from '../lifecycle-warning.ts'
import { OciError } from '../oci-error.ts'
import { parseReference } from '../parse-reference.ts'

export async function answerManifest(
  context: RouteContext<
    Parts<'clock' | 'images' | 'limits'> & Verbs<'manifests' | 'references' | 'resourceTags'>
  >,
): Promise<HttpAnswer> {
  const { service, cache, request, caller, repository, reference } = context
  const { repositoryId } = repository
  const parsed = parseReference(reference)
  const manifest =
    parsed === null
      ? null
      : await cache.read(
          repositoryId,
          `manifest ${reference}`,
          () => service.store.manifests.get(repositoryId, parsed),
          (found) => found?.content.length ?? 0,
        )
  if (parsed === null || manifest === null) throw new OciError('MANIFEST_UNKNOWN')
  const isByTag = 'tag' in parsed
  const isGet = request.method === 'GET'
  const { rates } = service.limits
  const puller = { principal: caller.principal, sourceIp: request.sourceIp }
  const limitHeaders = isGet && rates !== null ? await limitPull(rates, puller, repositoryId, manifest) : null
  // A part of an index is pulled together with it, and that has been counted; and who looks at a page pulls nothing.
  const isPull = isGet && !isGallery(request.headers)
  if (isPull && (isByTag || !manifest.isChild)) {
    const client = toClientFamily(request.headers['user-agent'])
    service.images.pulls.count(repositoryId, isByTag ? parsed.tag : '', client)
  }
  if (isPull && !isIndexMediaType(manifest.mediaType)) {
    service.images.pulls.countImage(repositoryId, manifest.digest)
  }
  const warning = await toLifecycleWarning(service, cache, repositoryId, manifest.digest)
  return {
    status: 200,
    headers: {
      ...warning,
      'content-type': manifest.mediaType,
      'docker-content-digest': manifest.digest,
      etag: `"${manifest.digest}"`,
      ...limitHeaders,
      'cache-control': isByTag ? 'no-cache' : 'public, max-age=31536000, immutable',
    },
    body: manifest.content,
  }
}

/** The gallery reads manifests to show what is in them, and says who it is. */
function isGallery(headers: IncomingHttpHeaders): boolean {
  return headers['user-agent'] === GALLERY_USER_AGENT
}
