/**
 * What differs between two images: how they are set up, what is in their layers, how much is transferred (OCI image specification
 * 1.1.1, "Image Configuration"). Pure, and linear in what strangers have written into both.
 */
import type { Descriptor } from './manifest.ts'
import type { ImageConfig } from './read-image-config.ts'

/** What a container is told beside variables and labels, as programs read it. */
export const SETTING_NAMES = {
  system: 'Operating system',
  systemVersion: 'OS version',
  architecture: 'Architecture',
  variant: 'Variant',
  user: 'User',
  entrypoint: 'Entrypoint',
  command: 'Command',
  workingDirectory: 'Working directory',
  ports: 'Ports',
  volumes: 'Volumes',
  healthCheck: 'Health check',
  stopSignal: 'Stops on',
} as const

export type SettingName = keyof typeof SETTING_NAMES

const nameOf = new Map(
  Object.entries(SETTING_NAMES).map(([name, words]) => [words as string, name as SettingName]),
)

/** Which setting a change of one is about. */
export function toSettingName({ kind, name }: Pick<SettingChange, 'kind' | 'name'>): SettingName | null {
  return kind === 'setting' ? (nameOf.get(name) ?? null) : null
}

/** A setting of one image, as the items that it is made of: the words of a command, the ports, or one value. */
export interface SettingChange {
  /** One of `SETTING_NAMES`, or the name of a variable or label. */
  name: string
  kind: 'setting' | 'variable' | 'label'
  /** Null where it is not set. */
  before: string[] | null
  after: string[] | null
}

export interface LayerChange {
  before: number
  after: number
  /** Layers that both have. */
  shared: number
  /** Compressed bytes of the layers of `after` that `before` does not have. */
  newBytes: number
}

export interface ImageDifference {
  settings: SettingChange[]
  /** Settings that both have, with the same value. */
  sameSettings: number
  layers: LayerChange
}

interface Compared {
  config: ImageConfig | null
  layers: readonly Descriptor[]
}

/** Compares two images; settings are those of configs that could be read. */
export function compareImages(before: Compared, after: Compared): ImageDifference {
  const [old, now] = [listSettings(before.config), listSettings(after.config)]
  const names = new Set([...old.keys(), ...now.keys()])
  const settings: SettingChange[] = []
  let sameSettings = 0
  for (const key of names) {
    const [a, b] = [old.get(key), now.get(key)]
    const one = a ?? b
    if (one === undefined) continue
    if (isSame(a?.items ?? null, b?.items ?? null)) sameSettings++
    else settings.push({ name: one.name, kind: one.kind, before: a?.items ?? null, after: b?.items ?? null })
  }
  return { settings, sameSettings, layers: compareLayers(before.layers, after.layers) }
}

interface Setting {
  name: string
  kind: SettingChange['kind']
  items: string[]
}

function listSettings(config: ImageConfig | null): Map<string, Setting> {
  const settings = new Map<string, Setting>()
  if (config === null) return settings
  const add = (kind: Setting['kind'], name: string, items: readonly (string | null)[]) => {
    const set = items.filter((item) => item !== null)
    if (set.length > 0) settings.set(`${kind} ${name}`, { kind, name, items: set })
  }
  const tell = (name: SettingName, items: readonly (string | null)[]) =>
    add('setting', SETTING_NAMES[name], items)
  tell('system', [config.os])
  tell('systemVersion', [config.osVersion])
  tell('architecture', [config.architecture])
  tell('variant', [config.variant])
  tell('user', [config.user])
  tell('entrypoint', config.entrypoint)
  tell('command', config.command)
  tell('workingDirectory', [config.workingDir])
  tell('ports', config.exposedPorts.toSorted())
  tell('volumes', config.volumes.toSorted())
  tell('healthCheck', [config.healthCheck?.command ?? null])
  tell('stopSignal', [config.stopSignal])
  // Of a name that stands twice the last one counts, as in a container.
  for (const [name, value] of config.environment) add('variable', name, [value])
  for (const [name, value] of config.labels) add('label', name, [value])
  return settings
}

function isSame(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && a.every((item, at) => item === b[at])
}

function compareLayers(before: readonly Descriptor[], after: readonly Descriptor[]): LayerChange {
  const known = new Set(before.map(({ digest }) => digest))
  const fresh = new Map(
    after.filter(({ digest }) => !known.has(digest)).map((layer) => [layer.digest, layer]),
  )
  return {
    before: before.length,
    after: after.length,
    shared: after.filter(({ digest }) => known.has(digest)).length,
    newBytes: [...fresh.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}
