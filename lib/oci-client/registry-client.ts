/**
 * Pulls manifests, configs and referrers from a registry, anonymously (OCI distribution specification 1.1.1, "Pull" and
 * "Content Discovery"). Everything is bounded in size and time, and checked against its digest; so what is known by
 * digest never changes, and some of it is kept.
 */
import { type Digest, isDigest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { MAX_MANIFEST_BYTES, type Manifest, ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { MANIFEST_MEDIA_TYPES, stripParameters } from '#lib/oci/media-types.ts'
import { type BearerChallenge, parseChallenge } from '#lib/oci/parse-challenge.ts'
import {
  type AnonymousTokens,
  createAnonymousTokens,
  type GetCredentials,
  toBasic,
} from './anonymous-tokens.ts'
import { createContentCache } from './content-cache.ts'
import { DistributionError, toStatusError } from './distribution-error.ts'
import { readChecked } from './read-checked.ts'
import { openRequest, type RegistryAnswer, sendRequest, toUnreachable } from './send-request.ts'

/** A config larger than this is not read. */
export const MAX_CONFIG_BYTES = 4 * 1024 * 1024

const maxChallenges = 2_000

export interface RegistryClientOptions {
  /** Where the registry is called, such as `https://public.ecr.aws`. */
  baseUrl: string
  /** Further names, with their ports, under which it speaks of itself. */
  otherHosts?: readonly string[]
  /** Further hosts that may give tokens, with their ports. */
  tokenHosts?: readonly string[]
  /** What the operator lets it be read with; never sent anywhere but to the registry and the hosts of its tokens. */
  getCredentials?: GetCredentials
  timeoutMs?: number
  now?: () => number
}

export interface OpenBlobOptions {
  maxBytes: number
  /** Ends the request, and the reading. */
  signal: AbortSignal
}

export interface PulledManifest {
  digest: Digest
  sizeBytes: number
  manifest: Manifest
}

export interface RegistryClient {
  /**
   * A manifest by tag or digest.
   * @param name of the repository, with its registry's alias
   * @param isFresh asks the registry also for a digest that is known here: it may have been deleted there
   * @throws {DistributionError}
   */
  getManifest(name: string, reference: string, options?: { isFresh?: boolean }): Promise<PulledManifest>
  /** A blob of at most `MAX_CONFIG_BYTES`. @throws {DistributionError} */
  getBlob(name: string, digest: Digest): Promise<Uint8Array>
  /**
   * A blob of any size, as it comes.
   * @throws {DistributionError} also while it is read: at its end when it is not what its digest says, or when more than `maxBytes` come
   */
  openBlob(name: string, digest: Digest, options: OpenBlobOptions): Promise<AsyncIterable<Uint8Array>>
  /** Any other document below the repository's address. @throws {DistributionError} when it cannot be reached */
  getDocument(name: string, path: string, accept: string): Promise<RegistryAnswer>
  /** One page of the names of all repositories ("Catalog" of the distribution project). @throws {DistributionError} when it cannot be reached */
  getCatalogPage(query: string): Promise<RegistryAnswer>
}

/** Makes a client, which calls nothing until it is asked. */
export function createRegistryClient({
  baseUrl,
  otherHosts = [],
  tokenHosts = [],
  getCredentials = () => null,
  timeoutMs = 5_000,
  now = Date.now,
}: RegistryClientOptions): RegistryClient {
  const { origin, host } = new URL(baseUrl)
  const tokens = createAnonymousTokens({
    origin,
    hosts: [host, ...otherHosts],
    tokenHosts,
    getCredentials,
    timeoutMs,
    now,
  })
  const challenges = new Map<string, BearerChallenge>()
  const manifests = createContentCache<PulledManifest>({ maxBytes: 8 * 1024 * 1024 })
  const blobs = createContentCache<Uint8Array>({ maxBytes: 8 * 1024 * 1024 })

  /** Sends it, and once more with a token when it is told which one it needs. */
  const withToken = async <Answer extends Pick<RegistryAnswer, 'status' | 'headers'>>(
    name: string,
    send: (headers: Record<string, string>) => Promise<Answer>,
    discard: (answer: Answer) => void = () => undefined,
  ): Promise<Answer> => {
    const known = challenges.get(name)
    const answer = await send(
      known === undefined ? toOwn(getCredentials) : await toAuthorization(tokens, known),
    )
    if (answer.status !== 401) return answer
    const challenge = parseChallenge(answer.headers['www-authenticate'] ?? null)
    if (challenge === null) {
      const credentials = getCredentials()
      const isBasic = /(?:^|,)\s*Basic\b/i.test((answer.headers['www-authenticate'] ?? '').slice(0, 4_096))
      if (!isBasic || credentials?.username == null) return answer
      discard(answer)
      return send({ authorization: toBasic(credentials) })
    }
    discard(answer)
    // The token that was sent, if any, is no good any more.
    if (known !== undefined) tokens.drop(known)
    const oldest = challenges.keys().next().value
    if (challenges.size >= maxChallenges && oldest !== undefined) challenges.delete(oldest)
    challenges.set(name, challenge)
    return send(await toAuthorization(tokens, challenge))
  }
  const toUrl = (name: string, path: string) => new URL(`/v2/${toPath(name)}/${path}`, origin)
  const getDocument = (name: string, path: string, accept: string, maxBytes = MAX_MANIFEST_BYTES) =>
    withToken(name, (authorization) =>
      sendRequest(toUrl(name, path), origin, { headers: { accept, ...authorization }, maxBytes, timeoutMs }),
    )

  return {
    getDocument,
    getCatalogPage: (query) =>
      withToken('', (authorization) =>
        sendRequest(new URL(`/v2/_catalog${query}`, origin), origin, {
          headers: { accept: 'application/json', ...authorization },
          maxBytes: MAX_MANIFEST_BYTES,
          timeoutMs,
        }),
      ),
    getManifest: async (name, reference, { isFresh = false } = {}) => {
      const wanted = isDigest(reference) ? reference : null
      const cached = wanted && !isFresh && manifests.get(`${name}@${wanted}`)
      if (cached) return cached
      // A digest stands in the path as it is.
      const path = `manifests/${encodeURIComponent(reference).replace('%3A', ':')}`
      const answer = await getDocument(name, path, MANIFEST_MEDIA_TYPES.join(', '))
      if (answer.status !== 200) {
        throw toStatusError(answer.status, `${name}, manifest ${reference}`, answer.headers)
      }
      const pulled = await toPulledManifest(answer, wanted)
      manifests.set(`${name}@${pulled.digest}`, pulled, pulled.sizeBytes)
      return pulled
    },
    getBlob: async (name, digest) => {
      const cached = blobs.get(`${name}@${digest}`)
      if (cached) return cached
      const { status, bytes } = await getDocument(name, `blobs/${digest}`, '*/*', MAX_CONFIG_BYTES)
      if (status !== 200) throw toStatusError(status, `${name}, blob ${digest}`)
      verify(bytes, digest)
      blobs.set(`${name}@${digest}`, bytes, bytes.length)
      return bytes
    },
    openBlob: async (name, digest, { maxBytes, signal }) => {
      const url = toUrl(name, `blobs/${digest}`)
      const { status, body } = await withToken(
        name,
        (authorization) => openRequest(url, origin, { accept: '*/*', ...authorization }, signal),
        (refused) => refused.body.destroy(),
      )
      if (status !== 200) {
        body.destroy()
        throw toStatusError(status, `${name}, blob ${digest}`)
      }
      return readChecked(body, { digest, maxBytes, toError: (error) => toUnreachable(error, url, signal) })
    },
  }
}

/** Checks the bytes against what was asked for, or else against what the registry says that they are. */
async function toPulledManifest(
  { bytes, headers }: RegistryAnswer,
  wanted: Digest | null,
): Promise<PulledManifest> {
  const stated = String(headers['docker-content-digest'] ?? '')
  const expected = wanted ?? (isDigest(stated) ? stated : null)
  if (expected !== null) verify(bytes, expected)
  try {
    const manifest = await readManifest(bytes, stripParameters(headers['content-type']), 'pull')
    return { digest: expected ?? toDigest('sha256', bytes), sizeBytes: bytes.length, manifest }
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    throw new DistributionError('invalid', `The registry's manifest cannot be used: ${error.message}`, {
      cause: error,
    })
  }
}

function verify(bytes: Uint8Array, digest: Digest): void {
  const algorithm = parseDigest(digest)?.algorithm ?? 'sha256'
  const found = toDigest(algorithm, bytes)
  if (found !== digest) {
    throw new DistributionError('wrong-digest', `The registry gave ${found} where ${digest} was asked for.`)
  }
}

/** A token that the operator has is sent at once; a password only to who asks for it. */
function toOwn(getCredentials: GetCredentials): Record<string, string> {
  const credentials = getCredentials()
  return credentials === null || credentials.username !== null
    ? {}
    : { authorization: `Bearer ${credentials.secret}` }
}

async function toAuthorization(
  tokens: AnonymousTokens,
  challenge: BearerChallenge,
): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await tokens.get(challenge)}` }
}

function toPath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
