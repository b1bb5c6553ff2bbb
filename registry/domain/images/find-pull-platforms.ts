/**
 * For which platform an image was pulled: as the index says that names it, or its own config where none does. It is looked up when pulls
 * are written down, never while one is answered, and once for each image. What strangers call a platform is kept only in the form that
 * clients write.
 */
import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { isAttestationEntry } from '#lib/oci/artifact-kind.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { type Descriptor, type IndexEntry, type Platform, readManifest } from '#lib/oci/manifest.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { toPlatformText } from '#lib/oci/platform-text.ts'
import { readImageConfig } from '#lib/oci/read-image-config.ts'
import type { Store } from '#registry/store/open-store.ts'

/** One pulled image. */
export interface PulledImage {
  repositoryId: number
  digest: Digest
}

/**
 * The platforms of these images, by `toImageKey`: null for what is no image for a platform, and where nothing says which. What is
 * missing was too much for one time, and is asked for again.
 */
export type FindPullPlatforms = (images: readonly PulledImage[]) => Promise<Map<string, string | null>>

const maxKnown = 20_000
const maxConfigBytes = 4 * 1024 * 1024
/** Of manifests and configs that are read at one time: about a tenth of a second of work. */
const maxBytesAtOnce = 8 * 1024 * 1024
/** Between two of these, others have a turn. */
const readsInARow = 100
const form = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*){1,2}$/
/** What is written in another way. */
const otherPlatform = 'other'

/** The key of an image in what `FindPullPlatforms` answers. */
export function toImageKey({ repositoryId, digest }: PulledImage): string {
  return `${repositoryId} ${digest}`
}

export function createFindPullPlatforms(
  store: Pick<Store, 'blobs' | 'content' | 'manifests' | 'references'>,
): FindPullPlatforms {
  // Each is a word of at most a hundred characters.
  const known = new LRUCache<string, { platform: string | null }>({ max: maxKnown })
  return async (images) => {
    const found = new Map<string, string | null>()
    let readBytes = 0
    let reads = 0
    const reader = createReader(store, (bytes) => {
      readBytes += bytes
    })
    for (const image of images) {
      const key = toImageKey(image)
      if (found.has(key)) continue
      const before = known.get(key)
      if (before !== undefined) {
        found.set(key, before.platform)
        continue
      }
      if (readBytes >= maxBytesAtOnce) continue
      reads += 1
      if (reads % readsInARow === 0) await setImmediate()
      // An image that cannot be read is no reason to lose the counts of the others.
      const platforms = await reader(image).catch(() => new Map([[image.digest, null]]))
      for (const [digest, platform] of platforms) {
        const one = toImageKey({ ...image, digest })
        if (found.has(one)) continue
        found.set(one, platform)
        known.set(one, { platform })
      }
    }
    return found
  }
}

type PlatformSource = Parameters<typeof createFindPullPlatforms>[0]

/** Reads the platform of an image, and those of all that its index names besides: an index of thousands is read once for them. */
function createReader(store: PlatformSource, onRead: (bytes: number) => void) {
  const readStored = async (repositoryId: number, digest: Digest) => {
    const stored = await store.manifests.get(repositoryId, { digest })
    if (stored === null) return null
    onRead(stored.content.length)
    return { isChild: stored.isChild, manifest: await readManifest(stored.content, stored.mediaType, 'pull') }
  }
  return async ({ repositoryId, digest }: PulledImage): Promise<Map<Digest, string | null>> => {
    const image = await readStored(repositoryId, digest)
    if (image?.isChild) {
      for (const parent of await store.references.listTo(repositoryId, { digest, kind: 'image' })) {
        const index = await readStored(repositoryId, parent)
        const platforms = index?.manifest.kind === 'index' ? toPlatforms(index.manifest) : null
        if (platforms?.has(digest)) return platforms
      }
    }
    const config = image?.manifest.kind === 'image' ? image.manifest.config : null
    return new Map([[digest, toShort(config && (await readOwn(store, repositoryId, config, onRead)))]])
  }
}

function toPlatforms({ manifests }: { manifests: readonly IndexEntry[] }): Map<Digest, string | null> {
  // Of an image that is named twice the first place counts.
  return new Map(
    manifests
      .toReversed()
      .filter(({ platform }) => platform !== null)
      .map((entry) => [entry.digest, isAttestationEntry(entry) ? null : toShort(entry.platform)]),
  )
}

async function readOwn(
  store: PlatformSource,
  repositoryId: number,
  descriptor: Descriptor,
  onRead: (bytes: number) => void,
): Promise<Pick<Platform, 'os' | 'architecture' | 'variant'> | null> {
  if (!isImageConfigMediaType(descriptor.mediaType)) return null
  const sizeBytes = await store.blobs.getSize(repositoryId, descriptor.digest)
  if (sizeBytes === null || sizeBytes > maxConfigBytes) return null
  onRead(sizeBytes)
  const pieces: Uint8Array[] = []
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      pieces.push(chunk)
      done()
    },
  })
  await store.content.locate(descriptor.digest).send(0, sizeBytes, sink)
  const config = await readImageConfig(Buffer.concat(pieces))
  if (config === null || config.os === null || config.architecture === null) return null
  return { os: config.os, architecture: config.architecture, variant: config.variant }
}

function toShort(platform: Pick<Platform, 'os' | 'architecture' | 'variant'> | null): string | null {
  if (platform === null) return null
  const text = toPlatformText(platform)
  return form.test(text) ? text : otherPlatform
}
