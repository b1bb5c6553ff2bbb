/**
 * What differs between two images: how they are set up, what is in their layers, how much is transferred (OCI image specification
 * 1.1.1, "Image Configuration"). Pure, and linear in what strangers have written into both.
 */
import type { Descriptor } from './manifest.ts'
import type { ImageConfig } from './read-image-config.ts'

/** A setting of one image, as the items that it is made of: the words of a command, the ports, or one value. */
export interface SettingChange {
  /** Such as `User`, or the name of a variable or label. */
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
  add('setting', 'Operating system', [config.os])
  add('setting', 'OS version', [config.osVersion])
  add('setting', 'Architecture', [config.architecture])
  add('setting', 'Variant', [config.variant])
  add('setting', 'User', [config.user])
  add('setting', 'Entrypoint', config.entrypoint)
  add('setting', 'Command', config.command)
  add('setting', 'Working directory', [config.workingDir])
  add('setting', 'Ports', config.exposedPorts.toSorted())
  add('setting', 'Volumes', config.volumes.toSorted())
  add('setting', 'Health check', [config.healthCheck?.command ?? null])
  add('setting', 'Stops on', [config.stopSignal])
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
