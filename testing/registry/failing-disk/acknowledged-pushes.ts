/** Pushes whose every answer is remembered, so that after a disaster it can be said what of it must be there. */
import { randomBytes } from 'node:crypto'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { signIn } from '../sign-in.ts'

export interface AcknowledgedPushes {
  /** Signs in at a registry that has been started on the directory. */
  connect(url: string, dataDir: string): Promise<void>
  /** Pushes an image of two blobs in seven requests; the status of each step, null where no answer came. */
  push(tag: string): Promise<(number | null)[]>
  /** Pulls the last few of what was acknowledged; what ended well with other bytes than were pushed. */
  findWrongPulls(): Promise<string[]>
  /** How many blobs, manifests and tags were answered with 201. */
  count(): number
  /** What was acknowledged and is not there as it was. */
  findLosses(): Promise<string[]>
}

/** @param layerBytes of each image; by default so many that a layer takes dozens of writes */
export function createAcknowledgedPushes(repositoryName: string, layerBytes = 3_000_000): AcknowledgedPushes {
  /** Answered with 201, by path below the repository. */
  const acknowledged = new Map<string, Buffer>()
  /** What tags may point to beside: all that was sent after what was acknowledged last, and never answered with 201. */
  const pending = new Map<string, Buffer[]>()
  /** All that was acknowledged for a tag before, which it must not go back to. */
  const replaced = new Map<string, Buffer[]>()
  let base = ''
  let repository = ''
  let authorization = ''

  const call = async (method: string, path: string, body?: Buffer, type = 'application/octet-stream') => {
    try {
      const answer = await fetch(new URL(path, base), {
        method,
        headers: { authorization, 'content-type': type },
        ...(body && { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      return {
        status: answer.status,
        headers: answer.headers,
        bytes: Buffer.from(await answer.arrayBuffer()),
      }
    } catch {
      return null
    }
  }
  const isExpected = (path: string, bytes: Buffer) =>
    acknowledged.get(path)?.equals(bytes) === true ||
    pending.get(path)?.some((sent) => sent.equals(bytes)) === true
  const pull = (path: string) => call('GET', `/v2/${repository}/${path}`)

  return {
    async connect(url, dataDir) {
      base = url
      const signedIn = await signIn(url, dataDir, repositoryName)
      signedIn.client.destroy()
      repository = signedIn.name
      authorization = signedIn.authorization
    },
    async push(tag) {
      const statuses: (number | null)[] = []
      const step = async (...given: Parameters<typeof call>) => {
        const answer = await call(...given)
        statuses.push(answer?.status ?? null)
        return answer
      }
      const pushBlob = async (content: Buffer) => {
        const digest = toDigest('sha256', content)
        const begun = await step('POST', `/v2/${repository}/blobs/uploads/`)
        const location = begun?.headers.get('location')
        if (!location) return false
        const half = content.length >> 1
        if ((await step('PATCH', location, content.subarray(0, half)))?.status !== 202) return false
        const put = await step('PUT', `${location}?digest=${digest}`, content.subarray(half))
        if (put?.status !== 201) return false
        acknowledged.set(`blobs/${digest}`, content)
        return true
      }
      const [config, layer] = [Buffer.from('{}'), randomBytes(layerBytes)]
      if (!(await pushBlob(config)) || !(await pushBlob(layer))) return statuses
      const manifest = toManifest(config, layer)
      const path = `manifests/${tag}`
      const sent = [...(pending.get(path) ?? []), manifest]
      pending.set(path, sent)
      const put = await step('PUT', `/v2/${repository}/${path}`, manifest, OCI_IMAGE)
      if (put?.status === 201) {
        const before = acknowledged.get(path)
        replaced.set(path, [
          ...(replaced.get(path) ?? []),
          ...(before === undefined ? [] : [before]),
          ...sent.slice(0, -1),
        ])
        acknowledged.set(path, manifest)
        acknowledged.set(`manifests/${toDigest('sha256', manifest)}`, manifest)
        pending.delete(path)
      }
      return statuses
    },
    async findWrongPulls() {
      const wrong: string[] = []
      for (const path of [...acknowledged.keys()].slice(-4)) {
        const answer = await pull(path)
        if (answer?.status === 200 && !isExpected(path, answer.bytes)) wrong.push(path)
      }
      return wrong
    },
    count: () => acknowledged.size,
    async findLosses() {
      const losses: string[] = []
      for (const path of acknowledged.keys()) {
        const answer = await pull(path)
        if (answer?.status === 200 && isExpected(path, answer.bytes)) continue
        const isOld = replaced.get(path)?.some((old) => answer?.bytes.equals(old)) === true
        const what = isOld ? 'what was replaced' : `${answer?.bytes.length ?? 0} bytes`
        losses.push(`${path}: ${answer?.status ?? 'no answer'}, ${what}`)
      }
      return losses
    },
  }
}

function toManifest(config: Buffer, layer: Buffer): Buffer {
  const toDescriptor = (content: Buffer) => ({
    mediaType: 'application/octet-stream',
    digest: toDigest('sha256', content),
    size: content.length,
  })
  const [first, second] = [config, layer].map(toDescriptor)
  return Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config: first, layers: [second] }),
  )
}
