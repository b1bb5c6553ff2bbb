/**
 * Layers on their way from an upstream: one request for each, however many clients wait. What has arrived is sent to all of them
 * as the one file grows. A fill goes on when the client that began it has gone; what was received is taken up by the next one
 * when the upstream fails, or the program is killed.
 */
import type { Writable } from 'node:stream'
import type { Upstream } from '#lib/config/upstreams.ts'
import { type Digest, parseDigest } from '#lib/oci/digest.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { maxBlobBytes } from '#registry/domain/images/uploads.ts'
import type { BlobWriter } from '#registry/store/content/blob-store.ts'
import type { DiskSpace } from '#registry/store/disk-space.ts'
import type { Store } from '#registry/store/open-store.ts'
import { maxUnsaidBytes, openRest, receiveBlob } from './receive-blob.ts'
import { createSpoolState, type SpoolState, sendSpool } from './spool.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import { requireRepository, requireRoomForRepository } from './upstream-repository.ts'

/** Of one upstream at one moment; more would hold files and connections without end. */
const maxFills = 64
const busyMs = 5_000

export interface Fill {
  readonly sizeBytes: number
  /** As a blob that is stored is sent. @throws {Error} when the rest does not come */
  send(start: number, end: number, sink: Writable, onSent?: (bytes: number) => void): Promise<void>
}

export interface FillParts {
  upstream: Upstream
  client: Pick<UpstreamClient, 'open'>
  accountId: string
  service: {
    store: Pick<Store, 'content' | 'transaction' | 'transactionIn' | 'repositories' | 'quotas'>
    images: Pick<ImageWork, 'blobWork' | 'lost'>
    space: Pick<DiskSpace, 'requireRoom'>
    clock: () => Date
  }
  /**
   * Makes room for a layer within the bound of the upstream; what it gives back is called when the layer is stored, or given up.
   * @throws {UpstreamError} when there is none
   */
  reserve(bytes: number): Promise<() => void>
}

export interface BlobFills {
  /**
   * The fill of a blob, which is begun unless it is under way. Resolves when its size is known.
   * @throws {UpstreamError} when the upstream does not give it
   */
  open(name: string, digest: Digest): Promise<Fill>
  has(name: string, digest: Digest): boolean
  /** Is it on its way for any repository? */
  hasAny(digest: Digest): boolean
  /** The same, when it is under way, and then stored for this repository, too; null otherwise. */
  find(name: string, digest: Digest): Promise<Fill> | null
  count(): number
}

export function createBlobFills(parts: FillParts): BlobFills {
  const fills = new Map<string, RunningFill>()
  const toKey = (name: string, digest: Digest) => `${name}@${digest}`
  const findAny = (digest: Digest): RunningFill | null =>
    [...fills.values()].find((running) => running.digest === digest) ?? null
  return {
    async open(name, digest) {
      const key = toKey(name, digest)
      const known = fills.get(key)
      if (known !== undefined) return known.opened
      if (fills.size >= maxFills) {
        const message = `Too many layers of ${parts.upstream.host} are on their way.`
        throw new UpstreamError('refused', message, { status: 503, retryAfterMs: busyMs, reason: 'no-room' })
      }
      // Before those who wait are told: who comes after a failure begins anew.
      const names = new Set([name])
      const opened = begin(parts, { names, name, digest }, () => void fills.delete(key))
      fills.set(key, { digest, names, opened })
      return opened
    },
    has: (name, digest) => fills.has(toKey(name, digest)),
    hasAny: (digest) => findAny(digest) !== null,
    find(name, digest) {
      const found = fills.get(toKey(name, digest)) ?? findAny(digest)
      found?.names.add(name)
      return found?.opened ?? null
    },
    count: () => fills.size,
  }
}

interface RunningFill {
  digest: Digest
  /** The repositories that have it when it is stored. */
  names: Set<string>
  opened: Promise<Fill>
}

function begin(
  parts: FillParts,
  { names, name, digest }: Pick<FillForm, 'names' | 'name' | 'digest'>,
  onEnd: () => void,
): Promise<Fill> {
  const { store } = parts.service
  const state = createSpoolState()
  const opened = Promise.withResolvers<Fill>()
  // Not every fill has somebody who waits for it.
  opened.promise.catch(() => {})
  const run = async (isAgain = false): Promise<void> => {
    const writer = await store.content.fills.open(parts.accountId, digest)
    const isGoneOnWith = writer.sizeBytes > 0
    let isOpen = false
    const open = (sizeBytes: number) => {
      isOpen = true
      const spool = { store, writer, state, digest, sizeBytes }
      opened.resolve({
        sizeBytes,
        send: (start, end, sink, onSent) => sendSpool(spool, { start, end, onSent }, sink),
      })
    }
    try {
      open(await fill(parts, { names, name, digest, writer, state, open }))
    } catch (error) {
      if (isGoneOnWith && !isOpen && !isAgain && isOfRest(error)) {
        await writer.discard()
        return run(true)
      }
      const isWorthKeeping = error instanceof UpstreamError && error.problem === 'refused'
      await (isWorthKeeping && writer.sizeBytes > 0 ? writer.leave() : writer.discard())
      throw error
    }
  }
  run().then(
    () => {
      onEnd()
      state.finish(null)
    },
    (error: unknown) => {
      onEnd()
      state.finish(error)
      opened.reject(error)
    },
  )
  return opened.promise
}

/** It may be of what an earlier request has left, and not of the layer: no such part, or a part of something else. */
function isOfRest(error: unknown): boolean {
  return error instanceof UpstreamError && (error.problem === 'invalid' || error.status === 416)
}

interface FillForm {
  names: Set<string>
  /** Of the repository of which it is asked for. */
  name: string
  digest: Digest
  writer: BlobWriter
  state: SpoolState
  open: (sizeBytes: number) => void
}

async function fill(parts: FillParts, form: FillForm): Promise<number> {
  const { upstream, client, service } = parts
  const { name, digest, writer, state, open } = form
  const blob = { upstream, client, name, digest, writer, state }
  const first = await openRest(blob)
  const total = first.sizeBytes
  let release = () => {}
  try {
    if (total !== null && total > maxBlobBytes) {
      const message = `${upstream.host} has a layer of ${total} bytes, which is too large.`
      throw new UpstreamError('invalid', message, { reason: 'too-large' })
    }
    if (total !== null && writer.sizeBytes > total) {
      throw new UpstreamError('invalid', `${upstream.host} says another length of ${digest} than before.`)
    }
    service.space.requireRoom(total ?? 0)
    await requireRoomForRepository(service, { host: upstream.host, accountId: parts.accountId, name })
    release = await parts.reserve(total ?? maxUnsaidBytes)
  } catch (error) {
    first.answer.destroy()
    throw error
  }
  try {
    if (total !== null) open(total)
    await receiveBlob(blob, first)
    await requireDigest(parts, form)
    state.approve()
    await commit(parts, form)
    return writer.sizeBytes
  } finally {
    release()
  }
}

/** Before it is made durable, which those who wait need not wait for. */
async function requireDigest({ upstream }: FillParts, { digest, writer }: FillForm): Promise<void> {
  const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
  if ((await writer.computeDigest(algorithm)) === digest) return
  throw new UpstreamError('invalid', `${upstream.host} sent something else than ${digest}.`)
}

async function commit(
  { upstream, accountId, service }: FillParts,
  { names, digest, writer }: FillForm,
): Promise<void> {
  const { sizeBytes } = writer
  await service.images.blobWork.run(digest, async () => {
    if (sizeBytes === 0) await writer.append([])
    await writer.commit(digest)
    service.images.lost.forget(digest)
    const at = service.clock().toISOString()
    // A set tells those that come while it is gone through.
    for (const name of names) {
      const repositoryId = await requireRepository(service, { host: upstream.host, accountId, name, at })
      await service.store.transactionIn(repositoryId, (tx) =>
        tx.blobs.add({ repositoryId, digest, sizeBytes, at }),
      )
    }
  })
}
