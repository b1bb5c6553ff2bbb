/** Pushes images and artifacts over the distribution API (OCI distribution specification 1.1.1, "Push"), without a client. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { Layout } from './oci-layout.ts'

export interface PushTarget {
  /** `http://HOST:PORT/v2/ALIAS/REPOSITORY` */
  url: string
  /** Value of the `Authorization` header. */
  authorization: string
}

/** The bytes of a blob of an OCI image layout. */
export function readLayoutBlob(folder: string, digest: string): Buffer {
  return readFileSync(join(folder, 'blobs', digest.replace(':', '/')))
}

/** Pushes an index of a layout with all its images. */
export async function pushIndex(
  target: PushTarget,
  folder: string,
  layout: Layout,
  tag: string,
): Promise<void> {
  for (const child of layout.children) {
    const bytes = readLayoutBlob(folder, child)
    const { config, layers } = JSON.parse(bytes.toString())
    for (const { digest } of [config, ...layers]) await pushBlob(target, readLayoutBlob(folder, digest))
    await pushManifest(target, child, bytes, OCI_IMAGE)
  }
  await pushManifest(target, tag, readLayoutBlob(folder, layout.digest), OCI_INDEX)
}

/** Pushes a Helm chart as Helm does: the chart's own file is the config, the archive the layer. */
export async function pushChart(target: PushTarget, tag: string, archive: Buffer): Promise<Digest> {
  const blobs = [
    ['application/vnd.cncf.helm.config.v1+json', Buffer.from('{"name":"tools","apiVersion":"v2"}')],
    ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', archive],
  ] as const
  const [config, layer] = await Promise.all(
    blobs.map(async ([mediaType, bytes]) => ({
      mediaType,
      digest: await pushBlob(target, bytes),
      size: bytes.length,
    })),
  )
  const manifest = { schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [layer] }
  const bytes = Buffer.from(JSON.stringify(manifest))
  await pushManifest(target, tag, bytes, OCI_IMAGE)
  return toDigest('sha256', bytes)
}

/** Pushes a blob in one go. */
export async function pushBlob({ url, authorization }: PushTarget, bytes: Buffer): Promise<Digest> {
  const digest = toDigest('sha256', bytes)
  const begun = await request(`${url}/blobs/uploads/`, { method: 'POST', headers: { authorization } })
  const upload = new URL(begun.headers.get('location') ?? '', url)
  upload.searchParams.set('digest', digest)
  await request(upload.href, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
  return digest
}

/** Pushes a manifest under a tag or its digest. */
export async function pushManifest(
  { url, authorization }: PushTarget,
  reference: string,
  bytes: Buffer,
  mediaType: string,
): Promise<void> {
  await request(`${url}/manifests/${reference}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': mediaType },
    body: new Uint8Array(bytes),
  })
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${await response.text()}`)
  return response
}
