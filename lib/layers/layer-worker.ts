/** What runs in a thread of layers: one is read from its registry, or a question about what was read is answered. */
import { parentPort } from 'node:worker_threads'
import { openRegistry } from '#lib/oci-client/registry-call.ts'
import { readyMessage, type WorkerAnswer } from '#lib/workers/worker-pool.ts'
import { compareTrees } from './compare-trees.ts'
import { openFileTree, packTree } from './file-tree.ts'
import type { LayerBlob, LayerRequest } from './layer-request.ts'
import { createTableWriter, type LayerTable, openLayerTable } from './layer-table.ts'
import type { LayerTrouble } from './layer-trouble.ts'
import { listFolder } from './list-folder.ts'
import { countChanges, describeLastLayer, mergeLayers } from './merge-layers.ts'
import { previewFile } from './preview-file.ts'
import { readLayer } from './read-layer.ts'
import { findLayerFile } from './read-layer-file.ts'
import { sendFile } from './send-file.ts'
import { summarizeFiles } from './summarize-files.ts'

/** By the clock: a registry that gives a layer byte by byte must not hold the thread. */
const downloadMs = 600_000
/** Of all layers together. */
const maxEntries = 400_000
const maxNameCharacters = 48 * 1024 * 1024

async function answer(request: LayerRequest): Promise<WorkerAnswer> {
  switch (request.kind) {
    case 'read': {
      const writer = createTableWriter()
      const facts = await readLayer(await open(request.blob), writer)
      return { text: '', bytes: writer.finish(facts) }
    }
    case 'preview': {
      const table = openLayerTable(request.table)
      return { text: JSON.stringify(await previewFile(await open(request.blob), table, request.path)) }
    }
    case 'find': {
      const found = findLayerFile(openLayerTable(request.table), request.path)
      return { text: JSON.stringify(found && { sizeBytes: found.entry.sizeBytes }) }
    }
    case 'send': {
      const { blob, path, port } = request
      await sendFile(await open(blob), { table: openLayerTable(request.table), path }, port)
      return { text: '' }
    }
    case 'merge': {
      const { tables, trouble } = openTables(request.tables)
      const { root, leftOut } = mergeLayers(tables)
      const bytes = packTree(root)
      const summary = summarizeFiles(openFileTree(bytes), tables)
      const lost: LayerTrouble | null = leftOut > 0 ? { kind: 'entries-nowhere', bound: leftOut } : null
      return { text: JSON.stringify({ ...summary, trouble: summary.trouble ?? trouble ?? lost }), bytes }
    }
    case 'describe': {
      const { tables, trouble } = openTables(request.tables)
      if (trouble !== null) return { error: `The layers cannot be described: ${trouble.kind}.` }
      const { root } = describeLastLayer(tables)
      return { text: JSON.stringify(countChanges(root)), bytes: packTree(root) }
    }
    case 'list':
      return { text: JSON.stringify(listFolder(openFileTree(request.tree), request.query)) }
    case 'compare': {
      const [before, after] = [openFileTree(request.before), openFileTree(request.after)]
      return { text: JSON.stringify(compareTrees(before, after, request.limit)) }
    }
  }
}

function open({ registry, name, digest, sizeBytes }: LayerBlob): Promise<AsyncIterable<Uint8Array>> {
  const options = { maxBytes: sizeBytes, signal: AbortSignal.timeout(downloadMs) }
  return openRegistry(registry).openBlob(name, digest, options)
}

function openTables(packed: readonly Uint8Array[]): { tables: LayerTable[]; trouble: LayerTrouble | null } {
  const tables: LayerTable[] = []
  let [entryCount, nameCharacters] = [0, 0]
  for (const one of packed) {
    const table = openLayerTable(one)
    entryCount += table.facts.entryCount
    nameCharacters += table.facts.nameCharacters
    const shown = tables.length
    if (entryCount > maxEntries) {
      return { tables, trouble: { kind: 'layers-with-many-entries', shown, bound: maxEntries } }
    }
    if (nameCharacters > maxNameCharacters) {
      return { tables, trouble: { kind: 'layers-with-long-names', shown } }
    }
    tables.push(table)
  }
  return { tables, trouble: null }
}

async function answerSafely(request: LayerRequest): Promise<WorkerAnswer> {
  try {
    return await answer(request)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', async (request: LayerRequest) => {
  const given = await answerSafely(request)
  const bytes = 'bytes' in given ? given.bytes : undefined
  // Given away, as they may be large.
  parentPort?.postMessage(given, bytes ? [bytes.buffer as ArrayBuffer] : [])
})
parentPort?.postMessage(readyMessage)
