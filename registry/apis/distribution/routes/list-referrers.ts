/**
 * GET of a manifest's referrers: an index of the manifests that name it as their subject (distribution specification
 * 1.1.1, "Listing Referrers"). Empty for a manifest that nobody has pushed, in a repository that nobody has created too: a 404
 * would say that this registry has no such API, and is forbidden to one that has.
 */
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import type { Referrer } from '#registry/store/entities.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import type { Verbs } from '../../parts.ts'
import type { RouteContext } from '../distribution-request.ts'
import { requireDigest } from '../parse-reference.ts'

const pageSize = 200
/** Clients read the answer as a manifest, which has at most 4 MiB. */
const maxAnnotationBytes = 3 * 1024 * 1024

export async function answerReferrers(context: RouteContext<Verbs<'references'>>): Promise<HttpAnswer> {
  const { service, repository, reference, parameters } = context
  const subject = requireDigest(reference)
  const artifactType = readArtifactType(parameters)
  const { referrers, hasMore } = await service.store.references.listReferrers(repository.repositoryId, {
    subject,
    artifactType,
    after: parameters.get('last') ?? '',
    limit: pageSize,
    maxBytes: maxAnnotationBytes,
  })
  const answer = toAnswer(referrers, artifactType)
  const last = hasMore ? referrers.at(-1) : undefined
  if (last !== undefined) {
    const query = new URLSearchParams({ last: last.digest, ...(artifactType !== null && { artifactType }) })
    answer.headers.link = `</v2/${repository.path}/referrers/${subject}?${query}>; rel="next"`
  }
  return answer
}

/** What is answered about a repository that does not exist. */
export function answerNoReferrers(reference: string, parameters: URLSearchParams): HttpAnswer {
  requireDigest(reference)
  return toAnswer([], readArtifactType(parameters))
}

function readArtifactType(parameters: URLSearchParams): string | null {
  return parameters.get('artifactType') || null
}

function toAnswer(referrers: readonly Referrer[], artifactType: string | null): HttpAnswer {
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: referrers.map(toDescriptor) }
  const headers: Record<string, string> = { 'content-type': OCI_INDEX }
  if (artifactType !== null) headers['oci-filters-applied'] = 'artifactType'
  return toJsonAnswer(200, index, headers)
}

function toDescriptor(referrer: Referrer): object {
  return {
    mediaType: referrer.mediaType,
    digest: referrer.digest,
    size: referrer.manifestBytes,
    ...(referrer.artifactType !== null && { artifactType: referrer.artifactType }),
    ...(Object.keys(referrer.annotations).length > 0 && { annotations: referrer.annotations }),
  }
}
