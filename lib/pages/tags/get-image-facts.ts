/**
 * The facts of an image for pages, kept for a minute by repository and digest: what is attached to an image can change
 * under one digest. No page waits long for them; a reading that takes longer goes on, and the next visitor has it.
 */
import type { Endpoint } from '#lib/config/config.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { readImageFacts } from '#lib/oci-client/read-image-facts.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import { getImageProof, toSignatureFact } from '../proof/get-image-proof.ts'
import { getTagSnapshot } from './list-image-tags.ts'

const key = Symbol.for('public-gallery.image-facts')

const ttlMs = 60_000
const maxEntries = 500
const maxWaitMs = 1_500
/** For what is not verified yet; the facts are then asked for again soon. */
const maxProofWaitMs = 300

export interface FactsRequest {
  registryAlias: string
  repositoryName: string
  /** Under which the repository is pulled. */
  uri: string
  endpoint: Endpoint
  digest: string
}

interface Entry {
  repositoryName: string
  facts: Promise<ImageFacts | null>
  expiresMs: number
}

/** Reads an image's facts; null when that cannot be done, or not in time. */
export async function getImageFacts(request: FactsRequest): Promise<ImageFacts | null> {
  const entries = getEntries()
  const name = `${request.uri}@${request.digest}`
  const known = entries.get(name)
  const entry =
    known !== undefined && known.expiresMs > Date.now()
      ? known
      : { repositoryName: request.repositoryName, facts: readFacts(request), expiresMs: Date.now() + ttlMs }
  // The one that was used last stands last.
  entries.delete(name)
  entries.set(name, entry)
  const oldest = entries.keys().next().value
  if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest)
  const facts = await inTime(entry.facts)
  // What could not be read may be there a moment later.
  if (facts === null || facts.signature?.state === 'under-way')
    entry.expiresMs = Math.min(entry.expiresMs, Date.now() + ttlMs / 12)
  return facts
}

/** Forgets what is known of repositories that have changed, in whichever registry. */
export function dropImageFacts(repositories: readonly { repositoryName: string }[]): void {
  const changed = new Set(repositories.map(({ repositoryName }) => repositoryName))
  for (const [name, { repositoryName }] of getEntries()) {
    if (changed.has(repositoryName)) getEntries().delete(name)
  }
}

function getEntries(): Map<string, Entry> {
  const holder = globalThis as { [key]?: Map<string, Entry> }
  holder[key] ??= new Map()
  return holder[key]
}

async function readFacts(request: FactsRequest): Promise<ImageFacts | null> {
  const { registryAlias, repositoryName, uri, endpoint, digest } = request
  const { client, name } = getRegistryClient(uri, endpoint)
  try {
    const snapshot = await getTagSnapshot(registryAlias, repositoryName)
    const tagged = new Map<string, string>()
    for (const { image, keys } of snapshot?.listImages('newest') ?? []) {
      for (const { tag } of keys) if (isAttachmentTag(tag)) tagged.set(tag, image.digest)
    }
    const summary = getCatalog().findRepository(registryAlias, repositoryName)
    return await readImageFacts(client, name, digest, {
      tagged,
      judge: async (attached, subjects) => {
        if (summary === null) return null
        const proof = await getImageProof({
          client,
          name,
          summary,
          subjects,
          attached,
          waitMs: maxProofWaitMs,
        })
        return toSignatureFact(proof, summary.publisherName, digest)
      },
    })
  } catch (error) {
    if (!(error instanceof DistributionError)) {
      getLog().warn({ err: error }, 'The facts of an image could not be read.')
      return null
    }
    getLog().debug({ err: error }, 'The facts of an image could not be read.')
    return null
  }
}

async function inTime(facts: Promise<ImageFacts | null>): Promise<ImageFacts | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.min(maxWaitMs, remainingVisitMs()))
  })
  try {
    return await Promise.race([facts, late])
  } finally {
    clearTimeout(timer)
  }
}
