/** What is in the files of an image: known, or found out in the background while the page says so. */

import { readConfig } from '#lib/config/config.ts'
import { layerTableKind } from '#lib/layers/layer-table-kind.ts'
import { readLayer } from '#lib/layers/read-layer.ts'
import { type FilesSummary, filesSummaryKind, summarizeFiles } from '#lib/layers/summarize-files.ts'
import type { Descriptor } from '#lib/oci/manifest.ts'
import { isNondistributable } from '#lib/oci/media-types.ts'
import type { ChosenImage } from '#lib/oci-client/read-image.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { shortenCacheLife } from './keep-page.ts'

export type ImageFiles =
  | { state: 'known'; summary: FilesSummary }
  | { state: 'reading' }
  /** Its layers are too many or too large, or cannot be had now. */
  | { state: 'unread' }

const maxLayers = 64
const waitMs = 800

/** Waits a moment at most; the page is made again in seconds when that was not enough. */
export async function findImageFiles(
  client: RegistryClient,
  name: string,
  chosen: ChosenImage | null,
): Promise<ImageFiles | null> {
  if (chosen?.kind !== 'image' || chosen.config === null) return null
  const { layers } = chosen.manifest
  const totalBytes = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const isTooMuch = layers.length > maxLayers || totalBytes > readConfig().insideBytes
  if (isTooMuch || !layers.every(isReadable)) return { state: 'unread' }
  const findings = getFindings()
  const summary = findings.peek(filesSummaryKind, chosen.digest)
  if (summary !== null) return { state: 'known', summary }
  const found = await Promise.all(
    layers.map(({ digest, sizeBytes }) =>
      findings.find(
        {
          kind: layerTableKind,
          key: digest,
          work: async (signal) =>
            readLayer(await client.openBlob(name, digest, { maxBytes: sizeBytes, signal }), { signal }),
        },
        waitMs,
      ),
    ),
  )
  if (found.some(({ state }) => state === 'failed')) return { state: 'unread' }
  const tables = found.flatMap((one) => (one.state === 'known' ? [one.value] : []))
  if (tables.length === layers.length) {
    const work = async () => summarizeFiles(tables)
    const made = await findings.find({ kind: filesSummaryKind, key: chosen.digest, work }, waitMs)
    if (made.state === 'known') return { state: 'known', summary: made.value }
  }
  await shortenCacheLife()
  return { state: 'reading' }
}

function isReadable({ mediaType }: Descriptor): boolean {
  return !isNondistributable(mediaType) && !mediaType.endsWith('+encrypted')
}
