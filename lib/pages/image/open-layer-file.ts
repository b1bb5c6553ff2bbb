/** One file of a layer for who wants it whole: only what the layer's table has as a file, or as a further name of one. Nothing else is followed, and nothing is kept. */
import { findFileSize, openFile } from '#lib/layers/open-file.ts'
import { isDigest } from '#lib/oci/digest.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { areReadable, findTableOfLayer, toLayerBlob } from './find-image-files.ts'

export interface LayerFile {
  sizeBytes: number
  /** As the last part of its path, which may hold anything. */
  name: string
  /**
   * Reads it.
   * @throws {PoolBusyError} while too many others are read; the content also while it is read, when the file is not what it was
   */
  open(): Promise<AsyncGenerator<Uint8Array>>
}

/**
 * Finds it.
 * @param file the digest of the image's manifest, and the number of the layer, from 1
 * @returns null when there is no such repository, image, layer or file; `reading` while the layer's table is made, and `unread` when it
 * cannot be
 * @throws {DistributionError} when the registry cannot be read
 */
export async function findFileOfLayer(
  registryAlias: string,
  repositoryName: string,
  { image, layer, path }: { image: string; layer: number; path: string },
): Promise<LayerFile | 'reading' | 'unread' | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null || !isDigest(image)) return null
  const { endpoint } = getSourceOf(summary.registryId)
  const uri = toRepositoryUri(summary)
  const { client, name } = getRegistryClient(uri, endpoint)
  try {
    const { manifest } = await client.getManifest(name, image)
    const descriptor = manifest.kind === 'image' ? manifest.layers[layer - 1] : undefined
    if (descriptor === undefined) return null
    if (!areReadable([descriptor])) return 'unread'
    const repository = { uri, endpoint }
    const found = await findTableOfLayer(repository, descriptor)
    if (found.state !== 'known') return found.state
    const { table } = found
    const sizeBytes = await findFileSize(table, path)
    if (sizeBytes === null) return null
    return {
      sizeBytes,
      name: path.slice(path.lastIndexOf('/') + 1),
      open: () => openFile({ blob: toLayerBlob(repository, descriptor), table, path }),
    }
  } catch (error) {
    if (error instanceof DistributionError && error.kind === 'not-found') return null
    throw error
  }
}
