/** What a thread of layers can be asked. */
import type { MessagePort } from 'node:worker_threads'
import type { Digest } from '#lib/oci/digest.ts'
import type { RegistryCall } from '#lib/oci-client/registry-call.ts'
import type { FolderQuery } from './list-folder.ts'

/** A layer, and where it is read from. */
export interface LayerBlob {
  registry: RegistryCall
  /** Of the repository there. */
  name: string
  digest: Digest
  /** No more is read, whatever comes. */
  sizeBytes: number
}

/** Tables are those of `layer-table.ts`, trees those of `file-tree.ts`. */
export type LayerRequest =
  | { kind: 'read'; blob: LayerBlob }
  | { kind: 'preview'; blob: LayerBlob; table: Uint8Array; path: string }
  | { kind: 'find'; table: Uint8Array; path: string }
  /** The port takes the file, as send-file.ts says. */
  | { kind: 'send'; blob: LayerBlob; table: Uint8Array; path: string; port: MessagePort }
  | { kind: 'merge'; tables: Uint8Array[] }
  | { kind: 'describe'; tables: Uint8Array[] }
  | { kind: 'list'; tree: Uint8Array; query: FolderQuery }
  | { kind: 'compare'; before: Uint8Array; after: Uint8Array; limit: number }
