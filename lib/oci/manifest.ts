/**
 * Reads manifests: OCI image manifests and indexes, their Docker schema 2 forms, and the artifact manifest of the image
 * specification's release candidates (OCI image specification 1.1.1, "Image Manifest" and "Image Index"). The bytes
 * stay as they are; this only says what they name.
 *
 * A manifest that is pushed must be one that all clients read alike, because otherwise two of them run different things under
 * one digest (image specification, "Verification"): see read-json.ts and known-members.ts. One that is pulled is read as
 * most clients would: other registries have stored what they took, and a page that shows less than can be run helps nobody.
 * What is of two kinds at once is refused in both cases.
 */
import { setImmediate } from 'node:timers/promises'
import type { Digest } from './digest.ts'
import { isIndexMediaType, isSameMediaType, OCI_ARTIFACT, toManifestMediaType } from './media-types.ts'
import { readDescriptor, readIndexEntry, refuseMisspelt } from './read-descriptor.ts'
import { JsonError, type JsonObject, type JsonValue, readJson } from './read-json.ts'
import {
  MemberError,
  readAnnotations,
  readList,
  readMediaType,
  readObject,
  requireList,
  requireObject,
} from './read-members.ts'

/** Bytes that a registry accepts as a manifest (distribution specification 1.1.1, "Pushing Manifests"). */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** More than any real manifest names. */
const maxReferences = 10_000

/** The document is no manifest; the message is for the client that sent it. */
export class ManifestError extends Error {
  override name = 'ManifestError'
}

export interface Platform {
  os: string
  architecture: string
  variant: string | null
  osVersion: string | null
  osFeatures: string[]
}

export interface Descriptor {
  mediaType: string
  digest: Digest
  sizeBytes: number
  /** Where else the content can be had; it need not be in the registry then. */
  urls: string[]
  artifactType: string | null
  annotations: Record<string, string>
}

export interface IndexEntry extends Descriptor {
  platform: Platform | null
}

interface Common {
  mediaType: string
  /** The manifest that this one belongs to, such as a signature to its image. */
  subject: Descriptor | null
  artifactType: string | null
  annotations: Record<string, string>
}

export interface ImageManifest extends Common {
  kind: 'image'
  /** Null for the artifact manifest, which has none. */
  config: Descriptor | null
  layers: Descriptor[]
}

export interface IndexManifest extends Common {
  kind: 'index'
  manifests: IndexEntry[]
}

export type Manifest = ImageManifest | IndexManifest

/** `push` for what is to be stored here, `pull` for what is stored already, here or elsewhere. */
export type ManifestRules = 'push' | 'pull'

/** References read between two places where others may have their turn. */
const sliceLength = 500

/**
 * Reads a manifest that is stored, in one go: for documents of a known size. Others are read by `readManifest`.
 * @param contentType the `Content-Type` it came with, without parameters; null where there was none
 * @throws {ManifestError} when it is not JSON, not a manifest of a known kind, or contradicts itself or its content type
 */
export function parseManifest(bytes: Uint8Array, contentType: string | null): Manifest {
  const reading = toManifest(bytes, contentType, 'pull')
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
  }
}

/**
 * Reads a manifest from a stranger: the same in slices, between which everybody else has a turn.
 * @throws {ManifestError}
 */
export async function readManifest(
  bytes: Uint8Array,
  contentType: string | null,
  rules: ManifestRules,
): Promise<Manifest> {
  const reading = toManifest(bytes, contentType, rules)
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
    await setImmediate()
  }
}

function* toManifest(
  bytes: Uint8Array,
  contentType: string | null,
  rules: ManifestRules,
): Generator<undefined, Manifest> {
  try {
    const document = yield* readJson(bytes, { isStrict: rules === 'push' })
    if (!(document instanceof Map)) throw new ManifestError('The manifest is not a JSON object.')
    return yield* readDocument(document, contentType, rules)
  } catch (cause) {
    if (cause instanceof JsonError) {
      throw new ManifestError(`The manifest is not JSON that can be read in one way only. ${cause.message}`, {
        cause,
      })
    }
    if (cause instanceof MemberError) {
      throw new ManifestError(`The manifest is not valid: ${cause.message}`, { cause })
    }
    throw cause
  }
}

function* readDocument(
  document: JsonObject,
  contentType: string | null,
  rules: ManifestRules,
): Generator<undefined, Manifest> {
  const type = toMediaType(document, contentType)
  checkOneKind(document, type)
  if (rules === 'push') refuseMisspelt(document, 'manifest', '')
  const subject = readObject(document, 'subject', '')
  const common = {
    mediaType: type,
    subject: subject === null ? null : readDescriptor(subject, 'subject', rules),
    artifactType: readMediaType(document, 'artifactType', ''),
    annotations: readAnnotations(document, ''),
  }
  if (type === OCI_ARTIFACT) {
    const blobs = readList(document, 'blobs', '') ?? []
    const layers = yield* readAll(blobs, 'blobs', (value, path) => readDescriptor(value, path, rules))
    return { kind: 'image', config: null, layers, ...common }
  }
  if (document.get('schemaVersion') !== 2) throw new MemberError('schemaVersion: it must be 2.')
  if (isIndexMediaType(type)) {
    const entries = requireList(document, 'manifests', '')
    const manifests = yield* readAll(entries, 'manifests', (value, path) =>
      readIndexEntry(value, path, rules),
    )
    return { kind: 'index', manifests, ...common }
  }
  const config = readDescriptor(requireObject(document.get('config'), 'config'), 'config', rules)
  const list = requireList(document, 'layers', '')
  const layers = yield* readAll(list, 'layers', (value, path) => readDescriptor(value, path, rules))
  return { kind: 'image', config, layers, ...common }
}

function* readAll<Result>(
  list: readonly JsonValue[],
  name: string,
  read: (value: JsonObject, path: string) => Result,
): Generator<undefined, Result[]> {
  if (list.length > maxReferences) {
    throw new ManifestError(`The manifest names more than ${maxReferences} others in '${name}'.`)
  }
  const results: Result[] = []
  for (const [at, value] of list.entries()) {
    const path = `${name}.${at}`
    results.push(read(requireObject(value, path), path))
    if (at % sliceLength === sliceLength - 1) yield
  }
  return results
}

function toMediaType(document: JsonObject, contentType: string | null): string {
  const stated = document.get('mediaType')
  if (stated !== undefined && stated !== null && typeof stated !== 'string') {
    throw new ManifestError('The mediaType of the manifest is not a string.')
  }
  if (stated && contentType && !isSameMediaType(stated, contentType)) {
    throw new ManifestError(`The manifest's mediaType is '${stated}', but it was sent as '${contentType}'.`)
  }
  const type = stated || contentType
  if (!type) throw new ManifestError('The manifest has no mediaType, and it was not sent with one either.')
  const known = toManifestMediaType(type)
  if (known === null) throw new ManifestError(`A manifest of the type '${type}' cannot be stored here.`)
  return known
}

/** The members that give each kind its content; a document must have those of its own kind only. */
function checkOneKind(document: JsonObject, type: string): void {
  const foreign = isIndexMediaType(type)
    ? ['config', 'layers', 'blobs', 'fsLayers', 'history']
    : type === OCI_ARTIFACT
      ? ['config', 'layers', 'manifests', 'fsLayers']
      : ['manifests', 'blobs', 'fsLayers', 'history']
  const found = foreign.find((member) => document.has(member))
  if (found !== undefined) {
    throw new ManifestError(`A manifest of the type '${type}' must not have the member '${found}'.`)
  }
}
