/** A page of the files of an image: of all its layers together, or of what one of them does; a folder, or one file with its beginning. */
import type { ElementContent } from 'hast'
import type { TreeQuery } from '#lib/addresses/tree-query.ts'
import { filePreviewKind, type LayerTree } from '#lib/layers/file-findings.ts'
import type { TreeRow } from '#lib/layers/file-tree.ts'
import { askLayerThread } from '#lib/layers/layer-pools.ts'
import type { FolderListing } from '#lib/layers/list-folder.ts'
import { filePreview } from '#lib/layers/preview-file.ts'
import type { FilesSummary } from '#lib/layers/summarize-files.ts'
import { colourFile } from '#lib/markdown/render-markdown.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { getPreviewFindings } from '#lib/runtime/findings-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { toNameInRegistry } from '#lib/runtime/registry-instance.ts'
import { shortenCacheLife } from '../keep-page.ts'
import { findLayerTable, findLayerTree, findWithin, type Readable, toLayerBlob } from './find-image-files.ts'
import type { ImagePage } from './get-image-page.ts'

const pageSize = 100
/** Bytes of a page for its rows: it is to be less than 200 kB of HTML. */
const room = 95_000

export type OpenedFile = Readable<{
  /** Null for what is no text. */
  text: string | null
  /** The same in colours; null where it has none. */
  coloured: ElementContent[] | null
  isCut: boolean
}>

export type ImageTreePage = { layerCount: number } & Readable<{
  summary: FilesSummary
  /** Of the layer that is looked at; null for all of them. */
  counts: LayerTree['counts'] | null
  listing: FolderListing
  /** Of a file, by whichever of its names. */
  opened: OpenedFile | null
}>

/** Null for what is no image, and for a layer that it does not have. */
export async function getImageTree(
  { repository, image, files }: ImagePage,
  { page, query }: { page: number; query: TreeQuery },
): Promise<ImageTreePage | null> {
  const { chosen } = image
  const layerCount = chosen?.manifest.layers.length ?? 0
  if (chosen === null || files === null || (query.layer ?? 1) > layerCount) return null
  if (files.state !== 'known') return { ...files, layerCount }
  const own = query.layer === null ? null : await findLayerTree(repository, chosen, query.layer - 1)
  if (own !== null && own.state !== 'known') return { ...own, layerCount }
  const listing = await askForListing(own?.tree ?? files.tree, { page, query })
  if (listing === null) return { state: 'reading', layerCount }
  const hasContent = listing.kind === 'entry' && listing.self.contentHash !== null
  return {
    state: 'known',
    layerCount,
    summary: files.summary,
    counts: own?.counts ?? null,
    listing,
    opened: hasContent ? await openFile({ repository, chosen }, listing.self, query.path) : null,
  }
}

/** Null when the thread has no time for it. */
async function askForListing(
  tree: Uint8Array,
  { page, query: { path, filter, sort, layer } }: { page: number; query: TreeQuery },
): Promise<FolderListing | null> {
  try {
    const maxFlat = layer === null || path !== '' ? 0 : pageSize
    const query = { path, filter, sort, page, pageSize, room, maxFlat }
    return JSON.parse((await askLayerThread({ kind: 'list', tree, query })).text) as FolderListing
  } catch (error) {
    getLog().warn({ err: error }, 'The files of an image could not be listed.')
    await shortenCacheLife()
    return null
  }
}

async function openFile(
  {
    repository,
    chosen,
  }: Pick<ImagePage, 'repository'> & { chosen: NonNullable<ImagePage['image']['chosen']> },
  self: TreeRow,
  path: string,
): Promise<OpenedFile> {
  const layer = chosen.manifest.layers[self.layer]
  const table = layer === undefined ? null : findLayerTable(layer)
  if (layer === undefined || table === null) return { state: 'unread' }
  const work = async (signal: AbortSignal) => {
    const blob = toLayerBlob(repository, layer)
    const { text } = await askLayerThread({ kind: 'preview', blob, table, path }, signal)
    return filePreview.parse(JSON.parse(text))
  }
  const readFrom = toNameInRegistry(repository.uri)
  const question = { kind: filePreviewKind, key: `${layer.digest} ${path}`, readFrom, work }
  const found = await findWithin(getPreviewFindings(), question)
  if (found.state !== 'known') return found
  const { isCut, text } = found.value
  if (text === null) return { state: 'known', text, coloured: null, isCut }
  const shown = toShownText(text.replaceAll('\r\n', '\n'), text.length)
  const coloured = await colourFile(self.name, shown)
  if (coloured === 'busy') await shortenCacheLife()
  return { state: 'known', text: shown, coloured: coloured === 'busy' ? null : coloured, isCut }
}
