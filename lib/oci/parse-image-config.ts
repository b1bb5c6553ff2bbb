/**
 * Reads an image's config for a visitor (OCI image specification 1.1.1, "Image Configuration"; Docker's has the same
 * members). Strangers write it: a member of another form counts as absent, lists and texts are bounded. Pure.
 */
import { toBuildTime } from './build-time.ts'
import { toShownText } from './untrusted-text.ts'

export interface HistoryEntry {
  createdBy: string | null
  comment: string | null
  isEmptyLayer: boolean
}

export interface ImageConfig {
  os: string | null
  architecture: string | null
  variant: string | null
  osVersion: string | null
  osFeatures: string[]
  /** ISO 8601; null also for a date that the build fixed. */
  createdAt: string | null
  author: string | null
  entrypoint: string[]
  command: string[]
  user: string | null
  workingDir: string | null
  stopSignal: string | null
  exposedPorts: string[]
  volumes: string[]
  environment: [name: string, value: string][]
  labels: [name: string, value: string][]
  history: HistoryEntry[]
}

const maxItems = 300
const maxFeatures = 20
const maxCommandLength = 1_000

/**
 * Reads a config.
 * @returns null for what is no JSON object
 */
export function parseImageConfig(bytes: Uint8Array): ImageConfig | null {
  const document = parseJsonObject(bytes)
  if (document === null) return null
  const config = toRecord(document.config)
  return {
    os: toText(document.os),
    architecture: toText(document.architecture),
    variant: toText(document.variant),
    osVersion: toText(document['os.version']),
    osFeatures: toTexts(document['os.features']).slice(0, maxFeatures),
    createdAt: toBuildTime(document.created),
    author: toText(document.author),
    entrypoint: toTexts(config.Entrypoint),
    command: toTexts(config.Cmd),
    user: toText(config.User),
    workingDir: toText(config.WorkingDir),
    stopSignal: toText(config.StopSignal),
    exposedPorts: toNames(config.ExposedPorts),
    volumes: toNames(config.Volumes),
    environment: toTexts(config.Env).map(toVariable),
    labels: toPairs(config.Labels),
    history: toHistory(document.history),
  }
}

/** A JSON object from bytes; null for anything else. */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isRecord(document) ? document : null
  } catch {
    return null
  }
}

/** Names and texts of a record that a stranger wrote, by name. */
export function toPairs(value: unknown): [string, string][] {
  return Object.entries(toRecord(value))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .slice(0, maxItems)
    .map(([name, text]): [string, string] => [toShownText(name, 256), toShownText(text)])
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A text that a stranger wrote; null where there is none, or an empty one. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? toShownText(value, maxCommandLength) : null
}

function toHistory(value: unknown): HistoryEntry[] {
  // Cut off, it would no longer fit the layers.
  if (!Array.isArray(value) || value.length > maxItems) return []
  return value.map((one: unknown) => {
    const entry = toRecord(one)
    return {
      createdBy: toText(entry.created_by),
      comment: toText(entry.comment),
      isEmptyLayer: entry.empty_layer === true,
    }
  })
}

function toVariable(line: string): [string, string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

function toTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value
    .filter((one): one is string => typeof one === 'string')
    .slice(0, maxItems)
    .map((one) => toShownText(one))
}

function toNames(value: unknown): string[] {
  return Object.keys(toRecord(value))
    .slice(0, maxItems)
    .map((name) => toShownText(name, 256))
}

function toRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
