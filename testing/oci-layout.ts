/** Writes small images to disk as an OCI image layout (image specification 1.1.1, "Image Layout"), for clients to push. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { makeTar } from '#registry/demo/images/make-tar.ts'

interface Descriptor {
  mediaType: string
  digest: Digest
  size: number
}

export interface Layout {
  /** Digest of what the reference names. */
  digest: Digest
  /** Of an index, those of its images. */
  children: Digest[]
}

const platforms = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
] as const

/** One image for Linux on x86-64 with one file in it. */
export function writeImageLayout(folder: string, reference: string, text: string): Layout {
  const image = writeImage(folder, platforms[0], text)
  writeIndexFile(folder, image, reference)
  return { digest: image.digest, children: [] }
}

/** An index of images for two architectures. */
export function writeIndexLayout(folder: string, reference: string, text: string): Layout {
  const manifests = platforms.map((platform) => ({
    ...writeImage(folder, platform, `${text} ${platform.architecture}`),
    platform,
  }))
  const index = writeJson(folder, OCI_INDEX, { schemaVersion: 2, mediaType: OCI_INDEX, manifests })
  writeIndexFile(folder, index, reference)
  return { digest: index.digest, children: manifests.map(({ digest }) => digest) }
}

function writeImage(folder: string, platform: (typeof platforms)[number], text: string): Descriptor {
  const archive = makeTar([{ path: 'hello.txt', content: text }])
  const layer = writeBlob(folder, 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(archive))
  const config = writeJson(folder, 'application/vnd.oci.image.config.v1+json', {
    ...platform,
    config: { Cmd: ['cat', '/hello.txt'] },
    rootfs: { type: 'layers', diff_ids: [toDigest('sha256', archive)] },
    history: [{ created_by: 'COPY hello.txt /' }],
  })
  return writeJson(folder, OCI_IMAGE, { schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [layer] })
}

function writeIndexFile(folder: string, descriptor: Descriptor, reference: string): void {
  const annotations = { 'org.opencontainers.image.ref.name': reference }
  const index = { schemaVersion: 2, manifests: [{ ...descriptor, annotations }] }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}

function writeJson(folder: string, mediaType: string, document: object): Descriptor {
  return writeBlob(folder, mediaType, Buffer.from(JSON.stringify(document)))
}

function writeBlob(folder: string, mediaType: string, bytes: Uint8Array): Descriptor {
  const digest = toDigest('sha256', bytes)
  const path = join(folder, 'blobs', digest.replace(':', '/'))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return { mediaType, digest, size: bytes.length }
}
