/**
 * Manifests of an upstream, byte for byte as it gave them, stored where those of own repositories are. A digest is never asked
 * for twice. A tag is answered without asking while it is fresh; then it is compared once, however many wait, while the old image
 * is answered; and when the upstream fails, the old image stays good within a bound of age.
 */
import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Upstream } from '#lib/config/upstreams.ts'
import { type Digest, isDigest, parseDigest, toDigest } from '#lib/oci/digest.ts'
import { MAX_MANIFEST_BYTES, type Manifest, ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { stripParameters } from '#lib/oci/media-types.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { listNamedReferences, listReferences } from '#registry/domain/images/list-references.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Transaction } from '#registry/store/verbs.ts'
import { evictFromRepository } from './evict-images.ts'
import { createKnownFailures } from './known-failures.ts'
import type { RecentPulls } from './recent-pulls.ts'
import type { Standings } from './repository-standing.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import type { UpstreamFigures } from './upstream-figures.ts'
import { requireRepository } from './upstream-repository.ts'
import { readUpstreamBody } from './upstream-request.ts'

/** A tag that could not be compared is not tried again so soon. */
const retryMs = 10_000
/** How soon a client may come again when there is no room: what somebody may be pulling stays for ten minutes, and then makes some. */
const fullMs = 60_000

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.artifact.manifest.v1+json',
].join(', ')

export interface ManifestParts {
  upstream: Upstream
  client: UpstreamClient
  accountId: string
  figures: UpstreamFigures
  recent: RecentPulls
  standings: Pick<Standings, 'noteChecked' | 'noteRefused'>
  service: {
    store: Pick<
      Store,
      | 'manifests'
      | 'tags'
      | 'settings'
      | 'repositories'
      | 'images'
      | 'transaction'
      | 'transactionIn'
      | 'quietly'
    >
    images: Pick<ImageWork, 'quota'>
    clock: () => Date
    log: Logger
  }
}

export interface UpstreamManifests {
  /**
   * Sees to it that what is asked for is stored.
   * @param onAsked is told when the upstream has to be asked for this
   * @returns a text for the `Warning` of the answer when the upstream could not be asked; null when all is well
   * @throws {UpstreamError} when there is nothing that could be answered
   */
  bring(
    name: string,
    reference: { digest: Digest } | { tag: string },
    onAsked?: () => void,
  ): Promise<string | null>
  /** Compares a tag now, fresh or not. @throws {UpstreamError} */
  refresh(name: string, tag: string): Promise<void>
}

interface Check {
  checkedMs: number
  /** Why the last comparison failed; null when it did not. */
  failure: string | null
  retryAtMs: number
}

export function createUpstreamManifests(parts: ManifestParts): UpstreamManifests {
  const { upstream, figures, recent, standings, service } = parts
  const { store, clock } = service
  const now = () => clock().getTime()
  const running = new Map<string, Promise<void>>()
  const failures = createKnownFailures(now)
  // Small: a name and a tag, two numbers and a sentence of ours.
  const checks = new LRUCache<string, Check>({ max: 100_000 })

  /** One at a time for each reference; all who come meanwhile have its result. */
  const once = (key: string, work: () => Promise<void>): Promise<void> => {
    const known = running.get(key)
    if (known !== undefined) return known
    const begun = work().finally(() => running.delete(key))
    running.set(key, begun)
    return begun
  }

  const getCheck = async (repositoryId: number, name: string, tag: string): Promise<Check> => {
    const key = `${name}:${tag}`
    const known = checks.get(key)
    if (known !== undefined) return known
    const checkedMs = await readChecked(repositoryId, tag)
    // What came about while that was read is newer.
    const meanwhile = checks.get(key)
    if (meanwhile !== undefined) return meanwhile
    const check = { checkedMs, failure: null, retryAtMs: 0 }
    checks.set(key, check)
    return check
  }

  /** Also one that another process on the same store has compared since. */
  const getNewestCheck = async (repositoryId: number, name: string, tag: string): Promise<Check> => {
    const check = await getCheck(repositoryId, name, tag)
    if (isFresh(check)) return check
    const checkedMs = await readChecked(repositoryId, tag)
    if (checkedMs > check.checkedMs && isFresh({ checkedMs })) toFresh(name, tag, checkedMs)
    return checks.get(`${name}:${tag}`) ?? check
  }

  const readChecked = async (repositoryId: number, tag: string): Promise<number> => {
    const stored = await store.settings.get(`upstream-tag:${repositoryId}:${tag}`)
    return stored === null ? 0 : Date.parse(stored)
  }

  /** A time that is further ahead than that is one of a clock that was wrong. */
  const isFresh = ({ checkedMs }: Pick<Check, 'checkedMs'>) => Math.abs(now() - checkedMs) < upstream.freshMs

  const noteChecked = (tx: Pick<Transaction, 'settings'>, repositoryId: number, tag: string, atMs: number) =>
    tx.settings.put(`upstream-tag:${repositoryId}:${tag}`, new Date(atMs).toISOString())

  const toFresh = (name: string, tag: string, checkedMs: number) => {
    checks.set(`${name}:${tag}`, { checkedMs, failure: null, retryAtMs: 0 })
    standings.noteChecked(name, checkedMs)
  }

  /** Where the repository has as many images as it may, those go that were stored longest ago; and once more. */
  const withRoom = async (
    repositoryId: number,
    name: string,
    write: (tx: Transaction) => Promise<void>,
  ): Promise<void> => {
    const bound = { accountId: parts.accountId, recent, service }
    try {
      await store.transactionIn(repositoryId, write)
    } catch (error) {
      if (!isQuota(error)) throw error
      if (!(await evictFromRepository(bound, { repositoryId, name }))) throw toFull(upstream, name, error)
      await store.transactionIn(repositoryId, write).catch((again: unknown) => {
        throw isQuota(again) ? toFull(upstream, name, again) : again
      })
    }
  }

  /** Fetches a manifest and stores it, under the tag where one is named. */
  const fetchManifest = async (name: string, reference: string, tag: string | null): Promise<void> => {
    const answer = await parts.client.open('GET', name, `manifests/${reference}`, { accept })
    const content = await readUpstreamBody(upstream, answer, MAX_MANIFEST_BYTES)
    const digest = checkDigest(upstream, answer, content, isDigest(reference) ? reference : null)
    const manifest = await parse(upstream, content, answer.headers['content-type'])
    const atMs = now()
    const at = new Date(atMs).toISOString()
    const { accountId } = parts
    const repositoryId = await requireRepository(service, { host: upstream.host, accountId, name, at })
    await withRoom(repositoryId, name, async (tx) => {
      const isNew = await tx.images.put(repositoryId, toImage(manifest, content, digest), at)
      if (isNew) await service.images.quota.checkImages(tx, repositoryId)
      const isMoved = tag !== null && (await tx.tags.put(repositoryId, { tag, digest, at }))
      if (tag !== null) await noteChecked(tx, repositoryId, tag, atMs)
      if (isNew || isMoved) {
        await tx.changes.record({ accountId: parts.accountId, repositoryName: name, at })
      }
    })
    recent.note(repositoryId, digest)
    if (tag !== null) toFresh(name, tag, atMs)
  }

  const removeTag = async (repositoryId: number, name: string, tag: string): Promise<void> => {
    const at = clock().toISOString()
    await store.transactionIn(repositoryId, async (tx) => {
      await tx.settings.delete(`upstream-tag:${repositoryId}:${tag}`)
      if (!(await tx.tags.delete(repositoryId, tag, at))) return
      await tx.changes.record({ accountId: parts.accountId, repositoryName: name, at })
    })
    checks.delete(`${name}:${tag}`)
  }

  /** To an image that is stored already; false when it is not. */
  const moveTag = async (
    repositoryId: number,
    name: string,
    tag: string,
    digest: Digest,
  ): Promise<boolean> => {
    if ((await store.manifests.get(repositoryId, { digest })) === null) return false
    const atMs = now()
    const at = new Date(atMs).toISOString()
    // It may have had to go meanwhile.
    let isMoved = false
    await store.transactionIn(repositoryId, async (tx) => {
      isMoved = (await tx.images.get(repositoryId, digest)) !== null
      if (!isMoved) return
      if (await tx.tags.put(repositoryId, { tag, digest, at })) {
        await tx.changes.record({ accountId: parts.accountId, repositoryName: name, at })
      }
      await noteChecked(tx, repositoryId, tag, atMs)
    })
    if (!isMoved) return false
    recent.note(repositoryId, digest)
    toFresh(name, tag, atMs)
    return true
  }

  /** Asks where the tag points, and fetches what it points to now when that is new. */
  const compare = async (repositoryId: number, name: string, tag: string, stored: string): Promise<void> => {
    const answer = await parts.client.open('HEAD', name, `manifests/${tag}`, {
      accept,
      'if-none-match': `"${stored}"`,
    })
    answer.resume()
    const digest = answer.statusCode === 304 ? stored : answer.headers['docker-content-digest']
    if (digest === stored) {
      const atMs = now()
      await store.quietly((tx) => noteChecked(tx, repositoryId, tag, atMs))
      toFresh(name, tag, atMs)
      return
    }
    // By the digest, so that a tag that moves once more meanwhile does not matter.
    const wanted = typeof digest === 'string' && isDigest(digest) ? digest : tag
    if (isDigest(wanted) && (await moveTag(repositoryId, name, tag, wanted))) return
    try {
      await fetchManifest(name, wanted, tag)
    } catch (error) {
      // It has moved on, and what it pointed to is gone already.
      const isGone = error instanceof UpstreamError && error.problem === 'absent' && wanted !== tag
      if (!isGone) throw error
      await fetchManifest(name, tag, tag)
    }
  }

  const revalidate = (repositoryId: number, name: string, tag: string, stored: string): Promise<void> =>
    once(`${name}:${tag}`, async () => {
      try {
        await compare(repositoryId, name, tag, stored)
      } catch (error) {
        if (!(error instanceof UpstreamError)) {
          // Such as a store that takes no writes: the upstream is not asked for that at every pull.
          const check = await getCheck(repositoryId, name, tag)
          check.retryAtMs = now() + retryMs
          const what = { err: error, upstream: upstream.host, name, tag }
          service.log.error(what, 'a tag could not be compared')
          throw error
        }
        failures.note(`${name}:${tag}`, error)
        if (error.problem === 'absent') {
          await removeTag(repositoryId, name, tag)
        } else {
          const check = await getCheck(repositoryId, name, tag)
          check.failure = error.message
          check.retryAtMs = now() + Math.max(retryMs, error.retryAfterMs ?? 0)
          standings.noteRefused(name, error)
        }
        throw error
      }
    })

  const bringTag = async (name: string, tag: string, onAsked: () => void): Promise<string | null> => {
    const repository = await store.repositories.get(parts.accountId, name)
    const stored = repository === null ? null : await store.tags.getDigest(repository.repositoryId, tag)
    if (repository === null || stored === null) {
      const key = `${name}:${tag}`
      failures.check(key)
      figures.misses += 1
      onAsked()
      try {
        await once(key, () => fetchManifest(name, tag, tag))
      } catch (error) {
        failures.note(key, error)
        throw error
      }
      return null
    }
    const { repositoryId } = repository
    recent.note(repositoryId, stored as Digest)
    const check = await getNewestCheck(repositoryId, name, tag)
    const ageMs = now() - check.checkedMs
    if (isFresh(check)) {
      figures.hits += 1
      return null
    }
    if (ageMs > upstream.freshMs + upstream.staleMs) {
      failures.check(`${name}:${tag}`)
      figures.misses += 1
      onAsked()
      await revalidate(repositoryId, name, tag, stored)
      return null
    }
    figures.stales += 1
    if (check.retryAtMs <= now()) {
      // Nobody waits for it; why it failed is said in the answers that follow.
      revalidate(repositoryId, name, tag, stored).catch(() => {})
    }
    const since = new Date(check.checkedMs).toISOString()
    return check.failure === null ? null : `${check.failure} Last compared at ${since}.`
  }

  const bringDigest = async (name: string, digest: Digest, onAsked: () => void): Promise<void> => {
    const repository = await store.repositories.get(parts.accountId, name)
    const stored = repository === null ? null : await store.manifests.get(repository.repositoryId, { digest })
    if (repository !== null && stored !== null) {
      recent.note(repository.repositoryId, digest)
      figures.hits += 1
      return
    }
    const key = `${name}@${digest}`
    failures.check(key)
    figures.misses += 1
    onAsked()
    try {
      await once(key, () => fetchManifest(name, digest, null))
    } catch (error) {
      failures.note(key, error)
      throw error
    }
  }

  return {
    async bring(name, reference, onAsked = () => {}) {
      if ('tag' in reference) return bringTag(name, reference.tag, onAsked)
      await bringDigest(name, reference.digest, onAsked)
      return null
    },
    async refresh(name, tag) {
      failures.forget(`${name}:${tag}`)
      const repository = await store.repositories.get(parts.accountId, name)
      const stored = repository === null ? null : await store.tags.getDigest(repository.repositoryId, tag)
      if (repository === null || stored === null)
        return once(`${name}:${tag}`, () => fetchManifest(name, tag, tag))
      await revalidate(repository.repositoryId, name, tag, stored)
    },
  }
}

function isQuota(error: unknown): error is ImageError {
  return error instanceof ImageError && error.code === 'limit-exceeded'
}

function toFull({ host }: Upstream, name: string, cause: ImageError): UpstreamError {
  const message = `As many images of ${name} of ${host} are kept here as may be, and none may go at the moment.`
  return new UpstreamError('refused', message, {
    cause,
    status: 503,
    retryAfterMs: fullMs,
    reason: 'no-room',
  })
}

/** @throws {UpstreamError} `invalid` when the bytes are not those of the digest that was asked for, or that the answer names */
function checkDigest(
  { host }: Upstream,
  { headers }: IncomingMessage,
  content: Buffer,
  wanted: Digest | null,
): Digest {
  const said = headers['docker-content-digest']
  const expected = wanted ?? (typeof said === 'string' && isDigest(said) ? said : null)
  const { algorithm = 'sha256' } = (expected && parseDigest(expected)) ?? {}
  const digest = toDigest(algorithm, content)
  if (expected === null || digest === expected) return digest
  throw new UpstreamError('invalid', `${host} sent a manifest that is not ${expected}.`)
}

async function parse(
  { host }: Upstream,
  content: Buffer,
  contentType: string | undefined,
): Promise<Manifest> {
  try {
    return await readManifest(content, stripParameters(contentType), 'pull')
  } catch (cause) {
    if (!(cause instanceof ManifestError)) throw cause
    throw new UpstreamError('invalid', `${host} sent something that is no manifest. ${cause.message}`, {
      cause,
    })
  }
}

function toImage(manifest: Manifest, content: Buffer, digest: Digest) {
  const config = manifest.kind === 'image' ? manifest.config : null
  const blobs = new Map(
    listNamedReferences(manifest)
      .filter(({ kind }) => kind === 'blob')
      .map(({ descriptor }) => [descriptor.digest, descriptor.sizeBytes]),
  )
  return {
    digest,
    content,
    mediaType: manifest.mediaType,
    artifactMediaType: config?.mediaType ?? manifest.artifactType,
    artifactType: manifest.artifactType ?? config?.mediaType ?? null,
    annotations: manifest.annotations,
    subject: manifest.subject?.digest ?? null,
    // As the manifest says: what it names comes when it is asked for.
    sizeBytes: [...blobs.values()].reduce((sum, size) => Math.min(sum + size, Number.MAX_SAFE_INTEGER), 0),
    references: listReferences(manifest),
  }
}
