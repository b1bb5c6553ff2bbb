/** Reads descriptors: what a manifest says of something else that it names (OCI image specification 1.1.1, "Descriptors"). */
import { parseDigest, toDigest } from './digest.ts'
import { findMisspelt } from './known-members.ts'
import type { Descriptor, IndexEntry, ManifestRules, Platform } from './manifest.ts'
import type { JsonObject } from './read-json.ts'
import {
  MemberError,
  readAnnotations,
  readMediaType,
  readObject,
  readText,
  readTexts,
  requireDigest,
  requireMediaType,
  requireSize,
  requireText,
  toPath,
} from './read-members.ts'

/** @throws {MemberError} */
export function readDescriptor(object: JsonObject, path: string, rules: ManifestRules): Descriptor {
  if (rules === 'push') refuseMisspelt(object, 'descriptor', path)
  const descriptor: Descriptor = {
    mediaType: requireMediaType(object, path),
    digest: requireDigest(object, path),
    sizeBytes: requireSize(object, path),
    urls: readTexts(object, 'urls', path),
    artifactType: readMediaType(object, 'artifactType', path),
    annotations: readAnnotations(object, path),
  }
  if (rules === 'push') {
    checkEmbedded(object, path, descriptor)
    // Clients read it wherever a descriptor stands, and here it counts in an index alone.
    readPlatform(object, path, rules)
  }
  return descriptor
}

/** @throws {MemberError} */
export function readIndexEntry(object: JsonObject, path: string, rules: ManifestRules): IndexEntry {
  return { ...readDescriptor(object, path, rules), platform: readPlatform(object, path, rules) }
}

function readPlatform(descriptor: JsonObject, descriptorPath: string, rules: ManifestRules): Platform | null {
  const object = readObject(descriptor, 'platform', descriptorPath)
  if (object === null) return null
  const path = toPath(descriptorPath, 'platform')
  if (rules === 'push') {
    refuseMisspelt(object, 'platform', path)
    readTexts(object, 'features', path)
  }
  return {
    os: requireText(object, 'os', path),
    architecture: requireText(object, 'architecture', path),
    variant: readText(object, 'variant', path),
    osVersion: readText(object, 'os.version', path),
    osFeatures: readFeatures(object, path, rules),
  }
}

/** Of another form it makes no manifest unreadable that clients pull. */
function readFeatures(object: JsonObject, path: string, rules: ManifestRules): string[] {
  if (rules === 'push') return readTexts(object, 'os.features', path)
  const features = object.get('os.features')
  return Array.isArray(features) ? features.filter((one) => typeof one === 'string') : []
}

/** @throws {MemberError} when the object has a member that some clients take for another one */
export function refuseMisspelt(
  object: JsonObject,
  kind: 'manifest' | 'descriptor' | 'platform',
  path: string,
): void {
  const misspelt = findMisspelt(object, kind)
  if (misspelt === null) return
  const { found, meant } = misspelt
  throw new MemberError(
    `${toPath(path, found)}: some clients read it as '${meant}'. Write '${meant}', or leave it out.`,
  )
}

/** Clients take the content in `data` instead of asking for it, so that it has to be what the descriptor names. */
function checkEmbedded(object: JsonObject, path: string, { digest, sizeBytes }: Descriptor): void {
  const value = object.get('data') ?? null
  if (value === null) return
  const data = requireText(object, 'data', path)
  const bytes = Buffer.from(data, 'base64')
  const name = toPath(path, 'data')
  if (bytes.toString('base64') !== data) throw new MemberError(`${name}: it is not base64.`)
  if (bytes.length !== sizeBytes) {
    throw new MemberError(`${name}: it has ${bytes.length} bytes, but the size says ${sizeBytes}.`)
  }
  const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
  const found = toDigest(algorithm, bytes)
  if (found !== digest) throw new MemberError(`${name}: it has the digest ${found}, not ${digest}.`)
}
