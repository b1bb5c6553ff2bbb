/**
 * Answers for the namespaces of upstreams: what is asked for is brought first, and then answered as for any repository. No answer
 * leads a client to the upstream.
 */
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import { toClientKey } from '#registry/domain/limits/limited-client.ts'
import type { OpenUpstream } from '#registry/domain/upstreams/create-upstreams.ts'
import { UpstreamError } from '#registry/domain/upstreams/upstream-error.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { isKnownToClient } from '#registry/wire/is-known-to-client.ts'
import type { DistributionRoute, DistributionService, RouteContext } from './distribution-request.ts'
import { findRepository } from './find-repository.ts'
import { OciError, type OciErrorCode } from './oci-error.ts'
import { readPageSize } from './page-size.ts'
import { parseReference, requireDigest } from './parse-reference.ts'
import { toBlobContent } from './routes/get-blob.ts'

type UpstreamContext = Omit<RouteContext<DistributionService>, 'repository'> & {
  /** As it stands in the path, and of the upstream. */
  path: string
  name: string
}

interface AskingContext extends UpstreamContext {
  /** Counts that the upstream is asked for something that is no pull, once. */
  onAsked(): void
}

/** Well within the time for which a pull counts as one that goes on. */
const notedMs = 4 * 60_000

/** Tags on one page, at most. */
const maxTagPage = 1_000

const absentCodes = {
  manifest: 'MANIFEST_UNKNOWN',
  blob: 'BLOB_UNKNOWN',
  tags: 'NAME_UNKNOWN',
  referrers: 'NAME_UNKNOWN',
} as const satisfies Record<string, OciErrorCode>

/**
 * The path within the namespace, for a client that takes this registry for a mirror and says in `ns` of which host.
 * @throws {OciError} for a host that is no upstream, so that nobody gets an image of the same name from somebody else
 */
export function toOwnPath(
  { upstreams, config }: Pick<DistributionService, 'upstreams' | 'config'>,
  path: string,
  parameters: URLSearchParams,
): string {
  const host = parameters.get('ns')
  if (host === null || host === config.registryHost || !path.startsWith('/v2/') || path === '/v2/')
    return path
  // Where nothing is pulled through, a mirror's clients ask for what is here.
  if (upstreams.list().length === 0) return path
  const upstream = upstreams.findHost(host)
  if (upstream !== null) return `/v2/${upstream.upstream.namespace}/${path.slice('/v2/'.length)}`
  const message = 'This registry is no mirror of the host that ns names.'
  throw new OciError('NAME_UNKNOWN', message)
}

export function toUpstreamDenial({ upstream: { host, namespace } }: OpenUpstream): OciError {
  return new OciError(
    'DENIED',
    `'${namespace}' has what is pulled from ${host}: nobody can push to it or delete from it here.`,
  )
}

/** @throws {OciError} in the words of the distribution API */
export async function answerThroughUpstream(
  upstream: OpenUpstream,
  route: DistributionRoute,
  asked: UpstreamContext,
): Promise<HttpAnswer> {
  const { brings } = route
  if (brings === undefined) throw new OciError('UNSUPPORTED')
  const limited = findLimited(asked)
  const client = limited === null ? null : toClientKey(limited.client)
  let isNoted = false
  const note = () => {
    if (!isNoted) upstream.vain.note(client)
    isNoted = true
  }
  const context: AskingContext = { ...asked, onAsked: note }
  try {
    upstream.requireAllowed(context.name)
    upstream.vain.check(client)
    if (brings === 'manifest') return await answerManifestOf(upstream, route, context)
    if (brings === 'blob') return await answerBlobOf(upstream, route, context)
    return await (brings === 'tags' ? answerTagsOf : answerReferrersOf)(upstream, route, context)
  } catch (error) {
    if (error instanceof UpstreamError) {
      note()
      throw toOciError(error, absentCodes[brings])
    }
    const refusal = toStoreRefusal(error)
    if (refusal === null) throw error
    throw new OciError('UNKNOWN', refusal.message, { ...refusal, cause: error })
  }
}

/** Null where rates are not limited, and for whom they are not. */
function findLimited({ service, caller, request }: UpstreamContext) {
  const { rates } = service.limits
  const client = rates?.toClient(caller.principal, request.sourceIp) ?? null
  return rates === null || client === null ? null : { rates, client }
}

async function answerManifestOf(
  upstream: OpenUpstream,
  route: DistributionRoute,
  context: AskingContext,
): Promise<HttpAnswer> {
  const parsed = parseReference(context.reference)
  if (parsed === null) throw new OciError('MANIFEST_UNKNOWN')
  const isPull = context.request.method === 'GET'
  if (isPull) await requirePull(context)
  const warning = await upstream.bring(context.name, parsed, isPull ? undefined : context.onAsked)
  return withWarning(await runRoute(route, context), warning)
}

/**
 * Before anything is fetched for it.
 * @throws {LimitError} while the client has to wait
 */
async function requirePull(context: UpstreamContext): Promise<void> {
  const limited = findLimited(context)
  if (limited === null) return
  const { repositoryId } = await findRepository(context.service, context.cache, context.path)
  limited.rates.pulls.check(limited.client, repositoryId)
}

async function answerBlobOf(
  upstream: OpenUpstream,
  route: DistributionRoute,
  context: AskingContext,
): Promise<HttpAnswer> {
  const digest = requireDigest(context.reference)
  const { method, headers } = context.request
  if (method === 'HEAD' || isKnownToClient(headers['if-none-match'], `"${digest}"`)) {
    // Who asks whether it is there, or says that they have it: it is not fetched for that.
    const sizeBytes = await upstream.measureBlob(context.name, digest, context.onAsked)
    if (sizeBytes === null) return runRoute(route, context)
    return toBlobContent(context, { digest, sizeBytes }, { send: () => Promise.resolve() })
  }
  const limited = findLimited(context)
  await limited?.rates.data.check(limited.client)
  const fill = await upstream.bringBlob(context.name, digest)
  const answer =
    fill === null
      ? await runRoute(route, context)
      : await toBlobContent(context, { digest, sizeBytes: fill.sizeBytes }, fill)
  return whileSent(answer, () => upstream.notePull(context.name, digest))
}

/** A slow client may need longer for one layer than its pull counts for one that goes on. */
function whileSent(answer: HttpAnswer, note: () => Promise<void>): HttpAnswer {
  const { body } = answer
  if (typeof body === 'string' || body instanceof Uint8Array) return answer
  const send: typeof body.send = async (sink) => {
    // What is not noted may have to be fetched once more, and is no reason to break this off.
    const timer = setInterval(() => void note().catch(() => {}), notedMs)
    try {
      await body.send(sink)
    } finally {
      clearInterval(timer)
    }
  }
  return { ...answer, body: { ...body, send } }
}

async function answerTagsOf(
  upstream: OpenUpstream,
  route: DistributionRoute,
  context: AskingContext,
): Promise<HttpAnswer> {
  const { name, path, parameters } = context
  const limit = readPageSize(parameters, maxTagPage, maxTagPage)
  if (limit === 0) return toJsonAnswer(200, { name: path, tags: [] })
  try {
    const after = parameters.get('last')?.slice(0, 128) ?? null
    const page = await upstream.listTags(name, { limit, after }, context.onAsked)
    const last = page.hasMore ? page.tags.at(-1) : undefined
    return toJsonAnswer(
      200,
      { name: path, tags: page.tags },
      {
        ...(last !== undefined && {
          link: `</v2/${path}/tags/list?n=${limit}&last=${encodeURIComponent(last)}>; rel="next"`,
        }),
      },
    )
  } catch (error) {
    return answerInstead(route, context, error)
  }
}

/** Those that the upstream has, and those that were pulled here and are no longer there. */
async function answerReferrersOf(
  upstream: OpenUpstream,
  route: DistributionRoute,
  context: AskingContext,
): Promise<HttpAnswer> {
  const { name, reference, parameters } = context
  const subject = requireDigest(reference)
  try {
    const listed = await upstream.listReferrers(name, subject, context.onAsked)
    const own = await runRoute(route, context)
    const stored: { digest: string }[] = JSON.parse(String(own.body)).manifests
    const artifactType = parameters.get('artifactType')?.toLowerCase() || null
    const wanted = listed.filter(
      (referrer) => artifactType === null || referrer.artifactType?.toLowerCase() === artifactType,
    )
    const known = new Set<string>(wanted.map(({ digest }) => digest))
    const manifests = [...wanted, ...stored.filter(({ digest }) => !known.has(digest))]
    return { ...own, body: JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }) }
  } catch (error) {
    return answerInstead(route, context, error)
  }
}

/** What is stored, where the upstream refuses. */
async function answerInstead(
  route: DistributionRoute,
  context: UpstreamContext,
  error: unknown,
): Promise<HttpAnswer> {
  if (!(error instanceof UpstreamError) || error.problem === 'absent') throw error
  return withWarning(await runRoute(route, context), error.message)
}

async function runRoute(route: DistributionRoute, context: UpstreamContext): Promise<HttpAnswer> {
  const { service, cache, path, reference, parameters } = context
  const repository = await findRepository(service, cache, path)
  const { repositoryId, accountId } = repository
  if (route.step !== null) throw new OciError('UNSUPPORTED')
  if (repositoryId === null || accountId === null) {
    if (route.answerUnknown !== undefined) return route.answerUnknown(reference, parameters)
    throw new OciError('NAME_UNKNOWN')
  }
  return route.run({ ...context, repository: { ...repository, repositoryId, accountId, path } })
}

/** RFC 7234, section 5.5.2: the code of an answer that could not be compared. */
function withWarning(answer: HttpAnswer, warning: string | null): HttpAnswer {
  if (warning === null) return answer
  const text = warning.replace(/[^\x20-\x7e]|["\\]/g, '')
  return { ...answer, headers: { ...answer.headers, warning: `111 - "${text}"` } }
}

function toOciError(error: UpstreamError, absentCode: OciErrorCode): OciError {
  const { problem, message, status, retryAfterMs } = error
  const headers: Record<string, string> = {}
  if (retryAfterMs !== null) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  if (problem === 'absent') return new OciError(absentCode, message, { cause: error })
  if (problem === 'invalid') return new OciError('UNKNOWN', message, { cause: error, status: 502 })
  if (status === 429) return new OciError('TOOMANYREQUESTS', message, { cause: error, headers })
  // Registries say so of what does not exist, too.
  if (status === 401 || status === 403) return new OciError(absentCode, message, { cause: error })
  return new OciError('UNKNOWN', message, { cause: error, status: 503, headers })
}
