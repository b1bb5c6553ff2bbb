/**
 * What tags point to and pointed to, with times, as extensions of the distribution API:
 *
 * - `GET /v2/<name>/_oci/tag-history/<tag>`: the moves of one tag, the newest first, as proposed to the distribution specification
 *   (opencontainers/distribution-spec pull request 606, as of May 2026), with its parameters `n`, `before` and `digest`. As several
 *   moves may share a time, the link to the next page counts with `last`. This module is the only place that knows that shape.
 * - `GET /v2/<name>/_oci/tags`: the list of tags in the order and pages of `tags/list`, each as a descriptor with the time at which
 *   it was assigned, in an image index.
 * - `GET /v2/<name>/_oci/ext/discover`: that these are here.
 */
import { isDigest } from '#lib/oci/digest.ts'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import { isTag } from '#lib/oci/tag.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import type { Verbs } from '../../parts.ts'
import type { RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { readPageSize } from '../page-size.ts'

const usualPageSize = 100
const maxPageSize = 1_000
const maxLastLength = 128
const created = 'org.opencontainers.distribution.tag.created'
const deleted = 'org.opencontainers.distribution.tag.deleted'
const refName = 'org.opencontainers.image.ref.name'

type Context = RouteContext<Verbs<'tags'>>

/** The moves of one tag. Empty for one that never was, as the proposal has it. */
export async function answerTagHistory(context: Context): Promise<HttpAnswer> {
  const { service, cache, repository, reference, parameters } = context
  if (!isTag(reference)) throw new OciError('TAG_INVALID')
  const limit = readPageSize(parameters, usualPageSize, maxPageSize)
  const { before, digest, after } = readHistoryQuery(parameters)
  const page = await cache.read(
    repository.repositoryId,
    `tag history ${reference} ${limit} ${before} ${after} ${digest}`,
    async () => {
      const found = await service.store.tags.listMoves(repository.repositoryId, reference, {
        before,
        after,
        digest,
        limit: limit === 0 ? 0 : limit + 1,
      })
      const moves = found.slice(0, limit)
      const descriptors = moves.map(({ mediaType, manifestBytes, digest, movedAt, isRemoval }) => ({
        mediaType,
        size: manifestBytes,
        digest,
        annotations: { [isRemoval ? deleted : created]: movedAt },
      }))
      const last = found.length > limit ? moves.at(-1)?.number : undefined
      return { body: JSON.stringify(descriptors), count: moves.length, last }
    },
    ({ body }) => body.length,
  )
  if (digest !== null && limit > 0 && page.count === 0 && before === null && after === null) {
    throw new OciError('MANIFEST_UNKNOWN', 'The tag never pointed to this digest.', { status: 400 })
  }
  const answer = { ...toJsonAnswer(200, null), body: page.body }
  if (page.last !== undefined) {
    const query = new URLSearchParams({ n: String(limit), last: String(page.last) })
    for (const name of ['before', 'digest']) {
      const value = parameters.get(name)
      if (value !== null) query.set(name, value)
    }
    answer.headers.link = `</v2/${repository.path}/_oci/tag-history/${reference}?${query}>; rel="next"`
  }
  return answer
}

/** All tags with their times. */
export async function answerTimedTags(context: Context): Promise<HttpAnswer> {
  const { service, cache, repository, parameters } = context
  const limit = readPageSize(parameters, maxPageSize, maxPageSize)
  const after = parameters.get('last')?.slice(0, maxLastLength) ?? null
  const page = await cache.read(
    repository.repositoryId,
    `timed tags ${limit} ${after ?? ''}`,
    async () => {
      const wanted = { after, limit: limit + 1 }
      const found = limit === 0 ? [] : await service.store.tags.listTimed(repository.repositoryId, wanted)
      const tags = found.slice(0, limit)
      const manifests = tags.map(({ tag, digest, mediaType, manifestBytes, createdAt }) => ({
        mediaType,
        size: manifestBytes,
        digest,
        annotations: { [refName]: tag, [created]: createdAt },
      }))
      const last = found.length > limit ? tags.at(-1)?.tag : undefined
      return { body: JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }), last }
    },
    ({ body }) => body.length,
  )
  const answer = { ...toJsonAnswer(200, null, { 'content-type': OCI_INDEX }), body: page.body }
  if (page.last !== undefined) {
    answer.headers.link = `</v2/${repository.path}/_oci/tags?n=${limit}&last=${encodeURIComponent(page.last)}>; rel="next"`
  }
  return answer
}

/** What there is besides the specification, in the form of its extension `_oci`. */
export function answerExtensions(): HttpAnswer {
  const extensions = [
    {
      name: '_oci',
      description: 'The history of tags, and the list of tags with times.',
      url: 'https://github.com/opencontainers/distribution-spec/pull/606',
      endpoints: ['_oci/ext/discover', '_oci/tag-history/<tag>', '_oci/tags'],
    },
  ]
  return toJsonAnswer(200, { extensions })
}

function readHistoryQuery(parameters: URLSearchParams) {
  const before = parameters.get('before')
  const digest = parameters.get('digest')
  const last = parameters.get('last')
  if (digest !== null && !isDigest(digest)) throw new OciError('DIGEST_INVALID')
  if (last !== null && !/^\d{1,15}$/.test(last)) {
    throw new OciError('PAGINATION_NUMBER_INVALID', 'last must be that of a link to a next page.')
  }
  return {
    before: before === null ? null : toIsoTime(before),
    digest,
    after: last === null ? null : Number(last),
  }
}

/** @throws {OciError} for what is no time of RFC 3339 */
function toIsoTime(text: string): string {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i.test(text)
  const time = isTime ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) {
    const message = 'before must be a time such as 2026-04-03T02:01:00Z (RFC 3339).'
    throw new OciError('PAGINATION_NUMBER_INVALID', message)
  }
  return new Date(time).toISOString()
}
