/**
 * GET and HEAD of a blob, whole or a range of it. Only in a repository that has it: another one's content cannot be read by
 * knowing its digest.
 */

import type { Digest } from '#lib/oci/digest.ts'
import { isBlobStored } from '#registry/domain/images/lost-blobs.ts'
import { protectBlob } from '#registry/domain/images/protect-blob.ts'
import { limitDownload, limitRedirect } from '#registry/domain/limits/limit-pull.ts'
import { type BlobLocation, BlobMissingError } from '#registry/store/content/blob-store.ts'
import { type HttpAnswer, toEmptyAnswer } from '#registry/wire/answer.ts'
import { isKnownToClient } from '#registry/wire/is-known-to-client.ts'
import type { Parts, Verbs } from '../../parts.ts'
import { isAllowed } from '../authorize-route.ts'
import type { RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'
import { parseRange } from '../parse-range.ts'
import { requireDigest } from '../parse-reference.ts'

type BlobService = Parts<'config' | 'access' | 'images' | 'limits' | 'clock'> &
  Verbs<'blobs' | 'content' | 'listDamage' | 'policies' | 'quietly' | 'repositories'>

export async function answerBlob(context: RouteContext<BlobService>): Promise<HttpAnswer> {
  const { service, cache, request, repository, reference } = context
  const { repositoryId } = repository
  const digest = requireDigest(reference)
  const sizeBytes = await cache.read(
    repositoryId,
    `blob ${digest}`,
    () => service.store.blobs.getSize(repositoryId, digest),
    () => 0,
  )
  const isHead = request.method === 'HEAD'
  if (sizeBytes === null || !(await isBlobStored(service, digest, sizeBytes)))
    throw new OciError('BLOB_UNKNOWN')
  const mayPush = () => isAllowed(context, 'ecr-public:BatchCheckLayerAvailability')
  if (isHead && !(await protectBlob(service, { repositoryId, mayPush }, digest)))
    throw new OciError('BLOB_UNKNOWN')
  try {
    return await toBlobContent(context, { digest, sizeBytes }, service.store.content.locate(digest))
  } catch (error) {
    // It was there a moment ago, and is looked for again.
    if (!(error instanceof BlobMissingError) || (await isBlobStored(service, digest, sizeBytes))) throw error
    throw new OciError('BLOB_UNKNOWN')
  }
}

/** The answer that has the blob, or the part of it that was asked for. */
export async function toBlobContent(
  { service, request, caller }: Omit<RouteContext<Parts<'limits'>>, 'repository'>,
  { digest, sizeBytes }: { digest: Digest; sizeBytes: number },
  { send: sendBlob, open, toAddress }: BlobLocation,
): Promise<HttpAnswer> {
  const isHead = request.method === 'HEAD'
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    etag: `"${digest}"`,
    'accept-ranges': 'bytes',
  }
  const cacheControl = 'public, max-age=31536000, immutable'
  // RFC 9110, section 13.2.2: before a range is looked at. Nothing is sent, and nobody is led anywhere for it.
  if (isKnownToClient(request.headers['if-none-match'], headers.etag)) {
    const body = { bytes: sizeBytes, send: () => Promise.resolve() }
    return { status: 200, headers: { ...headers, 'cache-control': cacheControl }, body }
  }
  const condition = request.headers['if-range']
  const isSame = condition === undefined || condition === headers.etag
  // RFC 9110, section 14.2: a range means nothing to any other method than GET.
  const range = isSame && !isHead ? parseRange(request.headers.range, sizeBytes) : null
  if (range === 'unsatisfiable') {
    return toEmptyAnswer(416, { ...headers, 'content-range': `bytes */${sizeBytes}` })
  }
  headers['cache-control'] = cacheControl
  const { rates } = service.limits
  const puller = { principal: caller.principal, sourceIp: request.sourceIp }
  const { start, end } = range ?? { start: 0, end: sizeBytes }
  const isSent = !isHead && start < end
  if (isSent && toAddress !== undefined) {
    if (rates !== null) await limitRedirect(rates, puller, end - start)
    // Whoever keeps it would be led to an address that has expired.
    return toEmptyAnswer(307, {
      location: await toAddress(),
      'docker-content-digest': digest,
      'cache-control': 'no-store',
    })
  }
  const opened = isSent && open !== undefined ? await open(start, end) : sendBlob
  const send = rates === null || isHead ? opened : await limitDownload(rates, puller, opened)
  return {
    status: range === null ? 200 : 206,
    headers:
      range === null ? headers : { ...headers, 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` },
    body: start === end ? '' : { bytes: end - start, send: (sink) => send(start, end, sink) },
  }
}
