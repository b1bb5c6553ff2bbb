/**
 * Names of members that clients read, and those that some of them take for one. Go's encoding/json, with which most clients
 * are written, takes `Layers`, and `layerſ` with a long s, for `layers`; others take no notice of them. A document that has such
 * a name means different images to different clients.
 */
import type { JsonObject } from './read-json.ts'

const manifestMembers = [
  'schemaVersion',
  'mediaType',
  'artifactType',
  'config',
  'layers',
  'manifests',
  'blobs',
  'subject',
  'annotations',
  // Of Docker's schema 1.
  'fsLayers',
  'history',
]
const descriptorMembers = [
  'mediaType',
  'digest',
  'size',
  'urls',
  'annotations',
  'data',
  'platform',
  'artifactType',
]
const platformMembers = ['architecture', 'os', 'os.version', 'os.features', 'variant', 'features']

const known = {
  manifest: toFolded(manifestMembers),
  descriptor: toFolded(descriptorMembers),
  platform: toFolded(platformMembers),
}

/** A member whose name is that of a known one in another spelling, with the known name; null where there is none. */
export function findMisspelt(
  object: JsonObject,
  kind: keyof typeof known,
): { found: string; meant: string } | null {
  for (const name of object.keys()) {
    // Longer than any of them, even with characters that fold into several bytes.
    if (name.length > 20) continue
    const meant = known[kind].get(fold(name))
    if (meant !== undefined && meant !== name) return { found: name, meant }
  }
  return null
}

function toFolded(names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [fold(name), name]))
}

/** As Go folds: besides A to Z, the only characters that fold into ASCII letters are the long s and the Kelvin sign. */
export function fold(name: string): string {
  return name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase()
}
