/** Debian's `docker-registry` as a registry of somebody else, on a free port and in a folder of its own, for tests. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'
import { pushBlob, pushManifest } from './push-image.ts'

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
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const configuration = join(dataDir, 'config.yml')
  writeFileSync(
    configuration,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(dataDir, 'data')}}, delete: {enabled: true}}`,
      `http: {addr: "127.0.0.1:${port}"}`,
    ].join('\n'),
  )
  const start = async () => {
    const child = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' })
    await waitForAnswer(`${url}/v2/`, { timeoutMs: 30_000 })
    return child
  }
  let child = await start()
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  return {
    url,
    host: `127.0.0.1:${port}`,
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
    start: async () => {
      child = await start()
    },
    stop,
    remove: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
