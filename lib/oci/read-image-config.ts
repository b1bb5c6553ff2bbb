/**
 * Reads an image's config for a visitor (OCI image specification 1.1.1, "Image Configuration"; Docker's has the same
 * members), as container engines do: see fold-members.ts. Strangers write it: a member of another form counts as
 * absent. Lists and their texts are as they stand there, and the page that shows them bounds them; everything else is
 * fit to be shown.
 */
import { setImmediate } from 'node:timers/promises'
import { toBuildTime } from './build-time.ts'
import { type Digest, isDigest } from './digest.ts'
import { foldMembers, toFoldedNames } from './fold-members.ts'
import { JsonError, type JsonObject, readJson } from './read-json.ts'
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
  /** Of the layers, the lowest first, before they were compressed; none where one of them is no digest. */
  diffIds: Digest[]
}

const imageNames = toFoldedNames(
  ...['os', 'architecture', 'variant', 'os.version', 'os.features', 'created', 'author', 'config'],
  ...['history', 'rootfs'],
)
const configNames = toFoldedNames(
  ...['Entrypoint', 'Cmd', 'User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'ExposedPorts', 'Volumes'],
  ...['Env', 'Labels'],
)
const rootNames = toFoldedNames('diff_ids')
const historyNames = toFoldedNames('created_by', 'comment', 'empty_layer')
const checkNames = toFoldedNames('Test', 'Interval')

/** No list of an honest image is longer; of a history that is, nothing is known, as it would no longer fit the layers. */
const maxItems = 20_000
const maxFeatures = 20
const maxCommandLength = 1_000

/**
 * Reads a config, in slices between which others have their turn.
 * @returns null for what is no JSON object, and for one with more values than any honest config
 */
export async function readImageConfig(bytes: Uint8Array): Promise<ImageConfig | null> {
  const read = await readJsonObject(bytes)
  if (read === null) return null
  const document = foldMembers(read, imageNames)
  const config = foldMembers(toRecord(document.get('config')), configNames)
  return {
    os: toText(document.get('os')),
    architecture: toText(document.get('architecture')),
    variant: toText(document.get('variant')),
    osVersion: toText(document.get('os.version')),
    osFeatures: toTexts(document.get('os.features'))
      .slice(0, maxFeatures)
      .map((feature) => toShownText(feature, 64)),
    createdAt: toBuildTime(document.get('created')),
    author: toText(document.get('author')),
    entrypoint: toTexts(config.get('Entrypoint')),
    command: toTexts(config.get('Cmd')),
    user: toText(config.get('User')),
    workingDir: toText(config.get('WorkingDir')),
    stopSignal: toText(config.get('StopSignal')),
    healthCheck: toHealthCheck(config.get('Healthcheck')),
    exposedPorts: toNames(config.get('ExposedPorts')),
    volumes: toNames(config.get('Volumes')),
    environment: toTexts(config.get('Env')).map(toVariable),
    labels: sortPairs(toRecord(config.get('Labels'))),
    history: toHistory(document.get('history')),
    diffIds: toDigests(foldMembers(toRecord(document.get('rootfs')), rootNames).get('diff_ids')),
  }
}

/** A JSON object from bytes, in slices; null for anything else. */
export async function readJsonObject(bytes: Uint8Array): Promise<JsonObject | null> {
  const reading = readJson(bytes, { isStrict: false })
  try {
    for (;;) {
      const step = reading.next()
      if (step.done) return step.value instanceof Map ? step.value : null
      await setImmediate()
    }
  } catch (error) {
    if (error instanceof JsonError) return null
    throw error
  }
}

/** Names with the texts among their values, by name. */
export function sortPairs(pairs: Iterable<readonly [string, unknown]>): [string, string][] {
  const found: [string, string][] = []
  for (const [name, text] of pairs) {
    if (found.length >= maxItems) break
    if (typeof text === 'string') found.push([name, text])
  }
  return found.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A text, fit to be shown; null where there is none, or an empty one. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? toShownText(value, maxCommandLength) : null
}

function toHistory(value: unknown): HistoryEntry[] {
  if (!Array.isArray(value) || value.length > maxItems) return []
  return value.map((one: unknown) => {
    const entry = foldMembers(toRecord(one), historyNames)
    return {
      createdBy: toRawText(entry.get('created_by')),
      comment: toRawText(entry.get('comment')),
      isEmptyLayer: entry.get('empty_layer') === true,
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

function toDigests(value: unknown): Digest[] {
  const digests = toTexts(value).filter(isDigest)
  return Array.isArray(value) && digests.length === value.length ? digests : []
}

function toNames(value: unknown): string[] {
  const names: string[] = []
  for (const name of toRecord(value).keys()) {
    if (names.length >= maxItems) break
    names.push(name)
  }
  return names
}

function toRawText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** `NONE` switches off what a base image has; `CMD` and `CMD-SHELL` say how the rest is run. */
function toHealthCheck(value: unknown): HealthCheck | null {
  const check = foldMembers(toRecord(value), checkNames)
  const [how, ...words] = toTexts(check.get('Test'))
  const interval = check.get('Interval')
  if (how === undefined || how === 'NONE' || words.length === 0) return null
  const command = toShownText(words.slice(0, 100).join(' '), maxCommandLength)
  const isSet = typeof interval === 'number' && interval > 0
  return { command, intervalMs: isSet ? Math.round(interval / 1e6) : null }
}

function toRecord(value: unknown): JsonObject {
  return value instanceof Map ? value : new Map()
}
