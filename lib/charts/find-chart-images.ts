/** The images that a chart deploys, by the digest of its archive: known, or read in the background and in a thread. */
import { z } from 'zod'
import type { Finding, Findings } from '#lib/findings/create-findings.ts'
import { toJsonKind } from '#lib/findings/finding-kind.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Descriptor, Manifest } from '#lib/oci/manifest.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { WorkExceededError } from '#lib/workers/worker-pool.ts'
import { getChartPool } from './chart-pool.ts'
import type { ChartImages } from './read-chart.ts'

/** A chart is a handful of texts. */
const maxBytes = 5 * 1024 * 1024

const chartImages = z.object({
  images: z.array(z.object({ name: z.string(), tag: z.string().nullable() })),
  trouble: z.string().nullable(),
})
const chartKind = toJsonKind({ name: 'chart-images', version: 1, deadlineMs: 60_000 }, chartImages)

/** The archive of a chart (Helm, "Use OCI-based registries"); null for what is none. */
export function findChartArchive(manifest: Manifest): Descriptor | null {
  if (manifest.kind !== 'image' || !isChartConfig(manifest.config?.mediaType ?? '')) return null
  return (
    manifest.layers.find(({ mediaType }) =>
      mediaType.startsWith('application/vnd.cncf.helm.chart.content.'),
    ) ?? null
  )
}

/** What is known of them, or is found out now; waits for at most `waitMs`. */
export function findChartImages(
  findings: Findings,
  client: RegistryClient,
  { name, archive, waitMs }: { name: string; archive: Descriptor; waitMs: number },
): Promise<Finding<ChartImages>> {
  const work = async (signal: AbortSignal): Promise<ChartImages> => {
    if (archive.sizeBytes > maxBytes) return { images: [], trouble: 'The chart is larger than 5 MB.' }
    return readArchive(client, { name, digest: archive.digest, sizeBytes: archive.sizeBytes, signal })
  }
  return findings.find({ kind: chartKind, key: archive.digest, readFrom: name, work }, waitMs)
}

async function readArchive(
  client: RegistryClient,
  {
    name,
    digest,
    sizeBytes,
    signal,
  }: { name: string; digest: Digest; sizeBytes: number; signal: AbortSignal },
): Promise<ChartImages> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await client.openBlob(name, digest, { maxBytes: sizeBytes, signal })) {
    chunks.push(chunk)
  }
  try {
    const { text } = await getChartPool().run(Buffer.concat(chunks), { deadlineMs: 5_000, waitMs: 30_000 })
    return chartImages.parse(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof WorkExceededError)) throw error
    return { images: [], trouble: 'The chart takes too much time or memory to read.' }
  }
}

function isChartConfig(mediaType: string): boolean {
  return mediaType.startsWith('application/vnd.cncf.helm.config.')
}
