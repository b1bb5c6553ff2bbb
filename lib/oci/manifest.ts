/**
 * Reads manifests: OCI image manifests and indexes, their Docker schema 2 forms, and the artifact manifest of the image
 * specification's release candidates (OCI image specification 1.1.1, "Image Manifest" and "Image Index"). The bytes
 * stay as they are; this only says what they name. A document that could be read in two ways is refused, because two
 * clients would then run different things under one digest (image specification, "Verification").
 */
import { z } from 'zod'
import { type Digest, isDigest } from './digest.ts'
import { isIndexMediaType, isKnownManifestMediaType, OCI_ARTIFACT } from './media-types.ts'

/** Bytes that a registry accepts as a manifest (distribution specification 1.1.1, "Pushing Manifests"). */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

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

const annotations = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {})
const mediaType = z.string().min(1).max(255)
const nullable = mediaType.nullish().transform((value) => value || null)

const descriptorFields = {
  mediaType,
  digest: z.string().refine(isDigest, 'must be a sha256 or sha512 digest'),
  size: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  urls: z.array(z.string()).nullish(),
  artifactType: nullable,
  annotations,
}

const descriptor = z.object(descriptorFields).transform(toDescriptor)

const text = z
  .string()
  .nullish()
  .transform((value) => value || null)
const platform = z
  .object({
    os: z.string(),
    architecture: z.string(),
    variant: text,
    'os.version': text,
    // Of another form it makes no manifest unreadable that clients pull.
    'os.features': z.array(z.string()).nullish().catch(null),
  })
  .transform(
    ({ 'os.version': osVersion, 'os.features': osFeatures, ...rest }): Platform => ({
      ...rest,
      osVersion,
      osFeatures: osFeatures ?? [],
    }),
  )

const indexEntry = z
  .object({ ...descriptorFields, platform: platform.nullish() })
  .transform((entry): IndexEntry => ({ ...toDescriptor(entry), platform: entry.platform ?? null }))

const commonFields = {
  subject: descriptor.nullish(),
  artifactType: nullable,
  annotations,
}

const imageDocument = z.object({
  schemaVersion: z.literal(2),
  config: descriptor,
  layers: z.array(descriptor),
  ...commonFields,
})
const indexDocument = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(indexEntry),
  ...commonFields,
})
const artifactDocument = z.object({
  blobs: z
    .array(descriptor)
    .nullish()
    .transform((value) => value ?? []),
  ...commonFields,
})

/**
 * Reads a manifest.
 * @param contentType the `Content-Type` it came with, without parameters; null where there was none
 * @throws {ManifestError} when it is not JSON, not a manifest of a known kind, or contradicts itself or its content type
 */
export function parseManifest(bytes: Uint8Array, contentType: string | null): Manifest {
  const document = parseJson(bytes)
  const type = toMediaType(document, contentType)
  checkOneKind(document, type)
  if (isIndexMediaType(type)) {
    const { manifests, ...rest } = read(indexDocument, document)
    return { kind: 'index', manifests, ...toCommon(type, rest) }
  }
  if (type === OCI_ARTIFACT) {
    const { blobs, ...rest } = read(artifactDocument, document)
    return { kind: 'image', config: null, layers: blobs, ...toCommon(type, rest) }
  }
  const { config, layers, ...rest } = read(imageDocument, document)
  return { kind: 'image', config, layers, ...toCommon(type, rest) }
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ManifestError('The manifest is not JSON in UTF-8.', { cause })
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(document)
  if (!parsed.success) throw new ManifestError('The manifest is not a JSON object.')
  return parsed.data
}

function toMediaType(document: Record<string, unknown>, contentType: string | null): string {
  const { mediaType: stated } = document
  if (stated !== undefined && typeof stated !== 'string') {
    throw new ManifestError('The mediaType of the manifest is not a string.')
  }
  if (stated && contentType && stated !== contentType) {
    throw new ManifestError(`The manifest's mediaType is '${stated}', but it was sent as '${contentType}'.`)
  }
  const type = stated || contentType
  if (!type) throw new ManifestError('The manifest has no mediaType, and it was not sent with one either.')
  if (!isKnownManifestMediaType(type)) {
    throw new ManifestError(`A manifest of the type '${type}' cannot be stored here.`)
  }
  return type
}

/** The members that give each kind its content; a document must have those of its own kind only. */
function checkOneKind(document: Record<string, unknown>, type: string): void {
  const foreign = isIndexMediaType(type)
    ? ['config', 'layers', 'blobs', 'fsLayers', 'history']
    : type === OCI_ARTIFACT
      ? ['config', 'layers', 'manifests', 'fsLayers']
      : ['manifests', 'blobs', 'fsLayers', 'history']
  const found = foreign.find((member) => Object.hasOwn(document, member))
  if (found !== undefined) {
    throw new ManifestError(`A manifest of the type '${type}' must not have the member '${found}'.`)
  }
}

function read<Schema extends z.ZodType>(schema: Schema, document: object): z.output<Schema> {
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') || 'manifest'
  throw new ManifestError(`The manifest is not valid: ${path}: ${issue?.message}`, { cause: parsed.error })
}

function toCommon(
  type: string,
  common: {
    subject?: Descriptor | null | undefined
    artifactType: string | null
    annotations: Record<string, string>
  },
): Common {
  const { subject, artifactType, annotations: notes } = common
  return { mediaType: type, subject: subject ?? null, artifactType, annotations: notes }
}

function toDescriptor(wire: {
  mediaType: string
  digest: Digest
  size: number
  urls?: string[] | null | undefined
  artifactType: string | null
  annotations: Record<string, string>
}): Descriptor {
  return {
    mediaType: wire.mediaType,
    digest: wire.digest,
    sizeBytes: wire.size,
    urls: wire.urls ?? [],
    artifactType: wire.artifactType,
    annotations: wire.annotations,
  }
}
