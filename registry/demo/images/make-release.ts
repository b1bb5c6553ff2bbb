/** Makes a release: one image, or an index of several, with whatever refers to it. */
import type { KeyObject } from 'node:crypto'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import type { DemoContainerImages, DemoRelease } from './demo-images.ts'
import { type DemoPush, joinPushes, toDescriptor, toManifest } from './demo-push.ts'
import { makeContents } from './make-contents.ts'
import { type DemoBase, type ImageContent, makeImage } from './make-image.ts'
import { makeReferrers } from './make-referrers.ts'
import { parsePlatform, toWirePlatform } from './parse-platform.ts'
import { resolveContents } from './resolve-contents.ts'

export interface ReleaseOrigin {
  /** The reference without a tag, such as `localhost:5050/acme/tools/web`. */
  uri: string
  alias: string
  publisherName: string
  description: string
  /** The host in image references. */
  host: string
  /** An SPDX licence expression. */
  licence?: string | undefined
  /** The day on which the catalogue is made, for what is dated by it (ISO 8601). */
  madeAt: string
  /** Where its source is kept. */
  source?: string | undefined
}

/** The release under its tags; the first of the list is pushed last, so that it counts as the newest. */
export function makeRelease(
  images: DemoContainerImages,
  release: DemoRelease,
  origin: ReleaseOrigin & { signingKey: KeyObject; base: DemoBase | null },
): DemoPush {
  const content = toImageContent(images, release, origin)
  const { program, version, annotations } = content
  const platforms = (release.platforms ?? images.platforms).map(parsePlatform)
  const parts = platforms.map((platform) => ({ platform, ...makeImage(content, platform, origin.base) }))
  const tags = release.tags.toReversed()
  const [only] = parts
  const isSingle = parts.length === 1 && only !== undefined
  const top = isSingle
    ? { ...only.manifest, tags }
    : toManifest(
        {
          schemaVersion: 2,
          mediaType: OCI_INDEX,
          manifests: parts.map(({ platform, manifest }) => ({
            ...toDescriptor(manifest.mediaType, manifest),
            platform: toWirePlatform(platform),
          })),
          annotations,
        },
        tags,
      )
  const push: DemoPush = {
    blobs: parts.flatMap(({ blobs }) => blobs),
    manifests: [...(isSingle ? [] : parts.map(({ manifest }) => manifest)), top],
  }
  const about = { ...origin, program, version }
  const contents = resolveContents(images, release)
  return joinPushes([
    push,
    ...(release.signed ? [makeReferrers(top, about)] : []),
    ...(contents === null ? [] : [makeContents(top, contents, about)]),
  ])
}

/** What the images of a release are made of. */
export function toImageContent(
  images: DemoContainerImages,
  release: DemoRelease,
  origin: Pick<ReleaseOrigin, 'uri' | 'publisherName' | 'description' | 'licence' | 'source' | 'host'>,
): ImageContent {
  const { runtime, isBase, base, statesBase } = images
  const { uri, publisherName, description } = origin
  const [version = ''] = release.tags
  const program = uri.slice(uri.lastIndexOf('/') + 1)
  const annotations = toAnnotations(version, origin, statesBase ? base : undefined)
  const labels = {
    'org.opencontainers.image.title': program,
    ...annotations,
    'org.opencontainers.image.vendor': publisherName,
    ...(description !== '' && { 'org.opencontainers.image.description': description }),
    ...runtime.labels,
  }
  return { program, version, description, runtime, labels, annotations, isBase }
}

/** What an image says of itself in its manifest and its index (OCI image specification 1.1.1, "Annotations"). */
export function toAnnotations(
  version: string,
  { licence, source, host }: Pick<ReleaseOrigin, 'licence' | 'source' | 'host'>,
  base?: string,
): Record<string, string> {
  return {
    'org.opencontainers.image.version': version,
    ...(licence !== undefined && { 'org.opencontainers.image.licenses': licence }),
    ...(source !== undefined && { 'org.opencontainers.image.source': source }),
    ...(base !== undefined && { 'org.opencontainers.image.base.name': `${host}/${base}` }),
  }
}
