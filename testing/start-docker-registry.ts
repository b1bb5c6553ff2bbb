/** Debian's `docker-registry` as a registry of somebody else, on a free port and in a folder of its own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { pushBlob, pushManifest } from './push-image.ts'
import { runDockerRegistry } from './run-docker-registry.ts'

export interface DockerRegistry {
  url: string
  /** As in image references. */
  host: string
  /** Pushes an image for linux/amd64 with these annotations, and answers its digest. */
  push(name: string, tag: string, image?: PushedImage): Promise<string>
  start(): Promise<void>
  stop(): Promise<void>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

export interface PushedImage {
  annotations?: Record<string, string>
  labels?: Record<string, string>
}

/** Starts an empty one without authentication. */
export async function startDockerRegistry(): Promise<DockerRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docker-registry-'))
  const { url, host, start, stop } = await runDockerRegistry(dataDir)
  return {
    url,
    host,
    push: async (name, tag, { annotations, labels } = {}) => {
      const target = { url: `${url}/v2/${name}`, authorization: '' }
      const layer = Buffer.from(`layer of ${name}:${tag}`)
      const rootfs = { type: 'layers', diff_ids: [toDigest('sha256', layer)] }
      const config = Buffer.from(
        JSON.stringify({
          architecture: 'amd64',
          os: 'linux',
          rootfs,
          ...(labels && { config: { Labels: labels } }),
        }),
      )
      const pushPart = async (mediaType: string, bytes: Buffer) => ({
        mediaType,
        digest: await pushBlob(target, bytes),
        size: bytes.length,
      })
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: OCI_IMAGE,
          config: await pushPart('application/vnd.oci.image.config.v1+json', config),
          layers: [await pushPart('application/vnd.oci.image.layer.v1.tar', layer)],
          ...(annotations && { annotations }),
        }),
      )
      await pushManifest(target, tag, manifest, OCI_IMAGE)
      return toDigest('sha256', manifest)
    },
    start,
    stop,
    remove: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
