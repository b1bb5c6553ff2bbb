/**
 * Reads an image's config for a visitor (OCI image specification 1.1.1, "Image Configuration"; Docker's has the same
 * members). Strangers write it: a member of another form counts as absent. Lists and their texts are as they stand there, and
 * whoever shows them bounds them; everything else is fit to be shown. Pure.
 */
import { toBuildTime } from './build-time.ts'
import { toShownText } from './untrusted-text.ts'

export interface HistoryEntry {
  createdBy: string | null
  comment: string | null
  isEmptyLayer: boolean
}

/** How an engine asks a container whether it is well (Docker, "HEALTHCHECK"). */
export interface HealthCheck {
  command: string
  intervalMs: number | null
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
  healthCheck: HealthCheck | null
  exposedPorts: string[]
  volumes: string[]
  environment: [name: string, value: string][]
  labels: [name: string, value: string][]
  history: HistoryEntry[]
}

/** No list of an honest image is longer; of a history that is, nothing is known, as it would no longer fit the layers. */
const maxItems = 20_000
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
    osFeatures: toTexts(document['os.features'])
      .slice(0, maxFeatures)
      .map((feature) => toShownText(feature, 64)),
    createdAt: toBuildTime(document.created),
    author: toText(document.author),
    entrypoint: toTexts(config.Entrypoint),
    command: toTexts(config.Cmd),
    user: toText(config.User),
    workingDir: toText(config.WorkingDir),
    stopSignal: toText(config.StopSignal),
    healthCheck: toHealthCheck(config.Healthcheck),
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

/** Names and texts of a record, by name. */
export function toPairs(value: unknown): [string, string][] {
  return Object.entries(toRecord(value))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .slice(0, maxItems)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A text, fit to be shown; null where there is none, or an empty one. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? toShownText(value, maxCommandLength) : null
}

function toHistory(value: unknown): HistoryEntry[] {
  if (!Array.isArray(value) || value.length > maxItems) return []
  return value.map((one: unknown) => {
    const entry = toRecord(one)
    return {
      createdBy: toRawText(entry.created_by),
      comment: toRawText(entry.comment),
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
  return value.filter((one): one is string => typeof one === 'string').slice(0, maxItems)
}

function toNames(value: unknown): string[] {
  return Object.keys(toRecord(value)).slice(0, maxItems)
}

function toRawText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** `NONE` switches off what a base image has; `CMD` and `CMD-SHELL` say how the rest is run. */
function toHealthCheck(value: unknown): HealthCheck | null {
  const { Test, Interval } = toRecord(value)
  const [how, ...words] = toTexts(Test)
  if (how === undefined || how === 'NONE' || words.length === 0) return null
  const command = toShownText(words.slice(0, 100).join(' '), maxCommandLength)
  const isSet = typeof Interval === 'number' && Interval > 0
  return { command, intervalMs: isSet ? Math.round(Interval / 1e6) : null }
}

function toRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
