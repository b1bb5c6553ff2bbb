/**
 * For which platform an image was pulled: as the index says that names it, or its own config where none does. It is looked up when pulls
 * are written down, never while one is answered, and once for each image. What strangers call a platform is kept only in the form that
 * clients write.
 */
import { Writable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import { isAttestationEntry } from '#lib/oci/artifact-kind.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { type Descriptor, type Platform, readManifest } from '#lib/oci/manifest.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import { toPlatformText } from '#lib/oci/platform-text.ts'
import { readImageConfig } from '#lib/oci/read-image-config.ts'
import type { Store } from '#registry/store/open-store.ts'

/** Null for what is no image for a platform, and where nothing says which. */
export type FindPullPlatform = (repositoryId: number, digest: Digest) => Promise<string | null>

const maxKnown = 20_000
const maxConfigBytes = 4 * 1024 * 1024
const form = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*){1,2}$/
/** What is written in another way. */
const otherPlatform = 'other'

export function createFindPullPlatform(
  store: Pick<Store, 'blobs' | 'content' | 'manifests' | 'references'>,
): FindPullPlatform {
  // Each is a word of at most a hundred characters.
  const known = new LRUCache<string, { platform: string | null }>({ max: maxKnown })
  return async (repositoryId, digest) => {
    const key = `${repositoryId} ${digest}`
    const found = known.get(key) ?? { platform: toShort(await read(store, repositoryId, digest)) }
    known.set(key, found)
    return found.platform
  }
}

type PlatformSource = Parameters<typeof createFindPullPlatform>[0]

async function read(store: PlatformSource, repositoryId: number, digest: Digest) {
  const stored = await store.manifests.get(repositoryId, { digest })
  if (stored === null) return null
  if (stored.isChild) {
    for (const parent of await store.references.listTo(repositoryId, { digest, kind: 'image' })) {
      const index = await store.manifests.get(repositoryId, { digest: parent })
      const manifest = index && (await readManifest(index.content, index.mediaType, 'pull'))
      if (manifest?.kind !== 'index') continue
      const entry = manifest.manifests.find((one) => one.digest === digest && one.platform !== null)
      if (entry !== undefined) return isAttestationEntry(entry) ? null : entry.platform
    }
  }
  const manifest = await readManifest(stored.content, stored.mediaType, 'pull')
  return manifest.kind === 'image' ? readOwn(store, repositoryId, manifest.config) : null
}

async function readOwn(
  store: PlatformSource,
  repositoryId: number,
  descriptor: Descriptor | null,
): Promise<Pick<Platform, 'os' | 'architecture' | 'variant'> | null> {
  if (descriptor === null || !isImageConfigMediaType(descriptor.mediaType)) return null
  const sizeBytes = await store.blobs.getSize(repositoryId, descriptor.digest)
  const location = store.content.locate(descriptor.digest)
  if (sizeBytes === null || sizeBytes > maxConfigBytes || location.kind !== 'here') return null
  const pieces: Uint8Array[] = []
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      pieces.push(chunk)
      done()
    },
  })
  await location.send(0, sizeBytes, sink)
  const config = await readImageConfig(Buffer.concat(pieces))
  if (config === null || config.os === null || config.architecture === null) return null
  return { os: config.os, architecture: config.architecture, variant: config.variant }
}

function toShort(platform: Pick<Platform, 'os' | 'architecture' | 'variant'> | null): string | null {
  if (platform === null) return null
  const text = toPlatformText(platform)
  return form.test(text) ? text : otherPlatform
}
