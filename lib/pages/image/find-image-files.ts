/** What is in the files of an image: known, or found out in the background while the page says so. */
import { readConfig } from '#lib/config/config.ts'
import type { Finding, Findings, Question } from '#lib/findings/create-findings.ts'
import {
  type ImageTree,
  imageTreeKind,
  type LayerTree,
  layerCounts,
  layerTableKind,
  layerTreeKind,
} from '#lib/layers/file-findings.ts'
import { askLayerThread } from '#lib/layers/layer-pools.ts'
import type { LayerBlob } from '#lib/layers/layer-request.ts'
import { filesSummary } from '#lib/layers/summarize-files.ts'
import type { Descriptor } from '#lib/oci/manifest.ts'
import { isNondistributable } from '#lib/oci/media-types.ts'
import type { ChosenImage } from '#lib/oci-client/read-image.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { getRegistryCall, toNameInRegistry } from '#lib/runtime/registry-instance.ts'
import { shortenCacheLife } from '../keep-page.ts'
import type { RepositoryPage } from '../repository/get-repository-page.ts'

/** What can be read now, or why not: its layers are too many or too large, or cannot be had now. */
export type Readable<Value> = ({ state: 'known' } & Value) | { state: 'reading' } | { state: 'unread' }

export type ImageFiles = Readable<ImageTree>

const maxLayers = 64
const waitMs = 800

/** Waits a moment at most; the page is made again in seconds when that was not enough. Null for what is no image. */
export async function findImageFiles(
  repository: RepositoryPage,
  chosen: ChosenImage | null,
): Promise<ImageFiles | null> {
  if (chosen?.kind !== 'image' || chosen.config === null) return null
  if (!areReadable(chosen.manifest.layers)) return { state: 'unread' }
  const findings = getFindings()
  const known = findings.peek(imageTreeKind, chosen.digest)?.value ?? null
  if (known !== null) return { state: 'known', ...known }
  const tables = await findLayerTables(findings, repository, chosen)
  if (tables.state !== 'known') return tables
  const work = async (signal: AbortSignal) => {
    const { text, bytes } = await askLayerThread({ kind: 'merge', tables: tables.tables }, signal)
    return { summary: filesSummary.parse(JSON.parse(text)), tree: requireBytes(bytes) }
  }
  const found = await findWithin(findings, {
    kind: imageTreeKind,
    key: chosen.digest,
    readFrom: toNameInRegistry(repository.uri),
    work,
  })
  return found.state === 'known' ? { state: 'known', ...found.value } : found
}

/** What one layer does to those below it. @param layer from 0 */
export async function findLayerTree(
  repository: RepositoryPage,
  chosen: ChosenImage,
  layer: number,
): Promise<Readable<LayerTree>> {
  const findings = getFindings()
  const tables = await findLayerTables(findings, repository, chosen)
  if (tables.state !== 'known') return tables
  const below = tables.tables.slice(0, layer + 1)
  const work = async (signal: AbortSignal) => {
    const { text, bytes } = await askLayerThread({ kind: 'describe', tables: below }, signal)
    return { counts: layerCounts.parse(JSON.parse(text)), tree: requireBytes(bytes) }
  }
  const found = await findWithin(findings, {
    kind: layerTreeKind,
    key: `${chosen.digest} ${layer}`,
    readFrom: toNameInRegistry(repository.uri),
    work,
  })
  return found.state === 'known' ? { state: 'known', ...found.value } : found
}

/** The table of one layer of an image that has been read. */
export function findLayerTable(layer: Descriptor): Uint8Array | null {
  return getFindings().peek(layerTableKind, layer.digest)?.value ?? null
}

/** The same, read now where it has not been. */
export async function findTableOfLayer(
  repository: LayerPlace,
  layer: Descriptor,
): Promise<Readable<{ table: Uint8Array }>> {
  const found = await findWithin(getFindings(), toTableQuestion(repository, layer))
  return found.state === 'known' ? { state: 'known', table: found.value } : found
}

/** What of a repository says from where its layers are read. */
export type LayerPlace = Pick<RepositoryPage, 'uri' | 'endpoint'>

/** Where a layer is read from. */
export function toLayerBlob({ uri, endpoint }: LayerPlace, layer: Descriptor): LayerBlob {
  const { digest, sizeBytes } = layer
  return { registry: getRegistryCall(uri, endpoint), name: toNameInRegistry(uri), digest, sizeBytes }
}

/** Says of a finding that is not known what a page can say, and has the page made again soon while it may change. */
export async function findWithin<Value>(
  findings: Findings,
  question: Question<Value>,
): Promise<Extract<Finding<Value>, { state: 'known' }> | { state: 'reading' } | { state: 'unread' }> {
  const found = await findings.find(question, waitMs)
  if (found.state === 'known') return found
  await shortenCacheLife()
  return { state: found.state === 'failed' ? 'unread' : 'reading' }
}

async function findLayerTables(
  findings: Findings,
  repository: RepositoryPage,
  { manifest }: ChosenImage,
): Promise<Readable<{ tables: Uint8Array[] }>> {
  const found = await Promise.all(
    manifest.layers.map((layer) => findWithin(findings, toTableQuestion(repository, layer))),
  )
  if (found.some(({ state }) => state === 'unread')) return { state: 'unread' }
  const tables = found.flatMap((one) => (one.state === 'known' ? [one.value] : []))
  return tables.length === found.length ? { state: 'known', tables } : { state: 'reading' }
}

function toTableQuestion(repository: LayerPlace, layer: Descriptor): Question<Uint8Array> {
  const work = async (signal: AbortSignal) => {
    const blob = toLayerBlob(repository, layer)
    return requireBytes((await askLayerThread({ kind: 'read', blob }, signal)).bytes)
  }
  return { kind: layerTableKind, key: layer.digest, readFrom: toNameInRegistry(repository.uri), work }
}

/** Not too many, nor too large, and such that anyone can have them. */
export function areReadable(layers: readonly Descriptor[]): boolean {
  const totalBytes = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const isTooMuch = layers.length > maxLayers || totalBytes > readConfig().insideBytes
  return (
    !isTooMuch &&
    layers.every(({ mediaType }) => !isNondistributable(mediaType) && !mediaType.endsWith('+encrypted'))
  )
}

function requireBytes(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new Error('A thread of layers gave no bytes.')
  return bytes
}
