/**
 * Reads which images a Helm chart deploys: what its `values.yaml` names by the keys that charts use for it. Strangers write charts, so
 * that this runs in a thread that can be ended, and everything is bounded. Templates are not run, as that would be to run a program.
 */
import { gunzipSync } from 'node:zlib'
import { Parser } from 'tar'
import { parseDocument } from 'yaml'
import { splitImageName } from '#lib/oci/image-name.ts'

export interface ChartImage {
  /** Host and path, such as `registry.example/acme/web`; what names no host is Docker Hub's. */
  name: string
  /** Null where the chart leaves it to the version of its application. */
  tag: string | null
}

export interface ChartImages {
  images: ChartImage[]
  /** Why there may be others, or none could be read; null when all of it was read. */
  trouble: string | null
}

/** Of the archive when it is unpacked. */
const maxUnpackedBytes = 32 * 1024 * 1024
const maxValuesBytes = 1024 * 1024
const maxImages = 50
const maxValues = 20_000
const maxDepth = 24
/** Anchors of YAML make much of little. */
const maxAliases = 100

/** Reads the archive of a chart; never throws, whatever the bytes are. */
export function readChart(bytes: Uint8Array): ChartImages {
  let text: string | null
  try {
    text = findValues(gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }))
  } catch {
    return { images: [], trouble: 'The chart cannot be unpacked.' }
  }
  return text === null ? { images: [], trouble: null } : readChartValues(text)
}

/** Reads the text of its values; never throws. */
export function readChartValues(text: string): ChartImages {
  try {
    return listImages(
      parseDocument(text, { logLevel: 'silent', uniqueKeys: false }).toJS({ maxAliasCount: maxAliases }),
    )
  } catch {
    return { images: [], trouble: 'The values of the chart cannot be read.' }
  }
}

/** The text of `NAME/values.yaml`; those of charts within the chart are theirs. */
function findValues(archive: Buffer): string | null {
  let found: string | null = null
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const isValues = entry.type === 'File' && /^(?:\.\/)?[^/]+\/values\.yaml$/.test(entry.path)
      if (!isValues || found !== null || entry.size > maxValuesBytes) {
        entry.resume()
        return
      }
      const pieces: Buffer[] = []
      entry.on('data', (piece: Buffer) => pieces.push(piece))
      entry.on('end', () => {
        found = Buffer.concat(pieces).toString()
      })
    },
  })
  parser.end(archive)
  return found
}

/** Whatever the values are: a map of them, as everything that YAML can say. */
function listImages(values: unknown): ChartImages {
  const images = new Map<string, ChartImage>()
  const registry = toText(toMap(toMap(values)?.global)?.imageRegistry)
  let count = 0
  let trouble: string | null = null
  const look = (value: unknown, key: string, depth: number): void => {
    count += 1
    if (count > maxValues || depth > maxDepth || images.size >= maxImages) {
      trouble = 'The values of the chart are too many to be read whole.'
      return
    }
    const image = toImage(value, key, registry)
    if (image !== null) images.set(`${image.name}:${image.tag}`, image)
    const inner = Array.isArray(value)
      ? value.map((one): [string, unknown] => [key, one])
      : Object.entries(toMap(value) ?? {})
    for (const [name, one] of inner) {
      if (trouble !== null) return
      look(one, name, depth + 1)
    }
  }
  look(values, '', 0)
  return { images: [...images.values()], trouble }
}

/** `image: host/path:tag`, or a map with `repository`, and as needed `registry`, `tag` and `digest`. */
function toImage(value: unknown, key: string, globalRegistry: string | null): ChartImage | null {
  const isNamed = /image$/i.test(key)
  if (typeof value === 'string') return isNamed ? toChartImage(value, null) : null
  const map = toMap(value)
  const repository = toText(map?.repository) ?? (isNamed ? toText(map?.name) : null)
  if (map === null || repository === null) return null
  const isImage = isNamed || ['tag', 'digest', 'pullPolicy'].some((name) => name in map)
  if (!isImage) return null
  const registry = toText(map.registry) ?? globalRegistry
  return toChartImage(registry === null ? repository : `${registry}/${repository}`, toText(map.tag))
}

function toChartImage(reference: string, tag: string | null): ChartImage | null {
  const parts = splitImageName(reference) ?? splitImageName(toHubName(reference))
  if (parts === null) return null
  return { name: parts.name, tag: tag ?? parts.tag }
}

/** Clients take what names no host from Docker Hub, and one word from its library. */
function toHubName(reference: string): string {
  return `docker.io/${reference.includes('/') ? '' : 'library/'}${reference}`
}

function toMap(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** A text, or a number as tags are often written; null for an empty one, and for what a template fills in. */
function toText(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' && !text.includes('{{') ? text.trim() : null
}
