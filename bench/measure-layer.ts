/** One measurement of a layer, in a process of its own: `node bench/measure-layer.ts '{"what":"tree",…}'` prints a line of JSON. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { askLayerThread, closeLayerThreads } from '#lib/layers/layer-pools.ts'
import type { LayerBlob } from '#lib/layers/layer-request.ts'
import { createRelease } from '#lib/layers/release-chunks.ts'
import { chooseDecompressor } from '#lib/layers/unpack-layer.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { openRegistry } from '#lib/oci-client/registry-call.ts'

export const whatIsMeasured = ['reading alone', 'reading as the thread does', 'tree'] as const
const what = z.enum(whatIsMeasured)
export const layerMeasure = z.object({
  what,
  seconds: z.number(),
  processorSeconds: z.number(),
  megabytesAboveIdle: z.number(),
})
export type LayerMeasure = z.infer<typeof layerMeasure>

const request = z.object({
  what,
  baseUrl: z.string(),
  digest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value)),
  sizeBytes: z.number(),
})

async function measure({
  what: asked,
  baseUrl,
  digest,
  sizeBytes,
}: z.infer<typeof request>): Promise<LayerMeasure> {
  const blob: LayerBlob = { registry: { baseUrl, credentials: null }, name: 'bench/layer', digest, sizeBytes }
  // The thread is there, with its program, which is compiled from its sources here and is not in the gallery.
  if (asked === 'tree') await askLayerThread({ kind: 'merge', tables: [] })
  await sleep(500)
  const idleBytes = process.memoryUsage.rss()
  let mostBytes = idleBytes
  const watch = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss())
  }, 20)
  const [startedAt, used] = [performance.now(), process.cpuUsage()]
  if (asked === 'tree') await makeTree(blob)
  else if (asked === 'reading alone') await readAlone(blob)
  else await readAsThread(blob)
  const { user, system } = process.cpuUsage(used)
  const seconds = (performance.now() - startedAt) / 1_000
  clearInterval(watch)
  await closeLayerThreads()
  return {
    what: asked,
    seconds,
    processorSeconds: (user + system) / 1e6,
    megabytesAboveIdle: (mostBytes - idleBytes) / 1e6,
  }
}

async function makeTree(blob: LayerBlob): Promise<void> {
  const { bytes } = await askLayerThread({ kind: 'read', blob })
  await askLayerThread({ kind: 'merge', tables: [bytes ?? new Uint8Array()] })
}

function open({ registry, name, digest, sizeBytes }: LayerBlob): Promise<AsyncIterable<Uint8Array>> {
  const signal = AbortSignal.timeout(600_000)
  return openRegistry(registry).openBlob(name, digest, { maxBytes: sizeBytes, signal })
}

async function readAsThread(blob: LayerBlob): Promise<void> {
  const unpack = chooseDecompressor(Buffer.from([0x1f, 0x8b]))
  const release = createRelease()
  for await (const chunk of unpack?.(await open(blob)) ?? []) release(chunk)
}

async function readAlone(blob: LayerBlob): Promise<void> {
  const source = await open(blob)
  const unpack = createGunzip({ chunkSize: 65_536 })
  const feeding = (async () => {
    for await (const chunk of source) {
      if (!unpack.write(chunk)) await new Promise((resolve) => unpack.once('drain', resolve))
    }
    unpack.end()
  })()
  for await (const _ of unpack) {
    // Nothing but unpacking.
  }
  await feeding
}

if (process.argv[2] !== undefined && import.meta.main) {
  console.log(JSON.stringify(await measure(request.parse(JSON.parse(process.argv[2])))))
}
