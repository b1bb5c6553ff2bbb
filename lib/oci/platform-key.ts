/**
 * The addresses of an index's images by platform, `?platform=`: each unique within its index, and found again however a visitor
 * or a client writes it. The form is that of containerd, `os(version+feature)/architecture/variant`, and names are made equal
 * as containerd does (`aarch64` is `arm64`, and its `v8` goes without saying). Pure.
 */
import type { Digest } from './digest.ts'
import type { Platform } from './manifest.ts'
import { PLATFORM_NOT_STATED, toPlatformText } from './platform-text.ts'
import { toShownText } from './untrusted-text.ts'

/** What is addressed: an image, and the platform that its index states for it. */
interface Addressed {
  platform: Platform | null
  digest: Digest
}

/** A longer part of a platform is named by the image's digest instead. */
const maxPartLength = 64

const systemNames: Record<string, string> = { macos: 'darwin' }

const architectureNames: Record<string, [architecture: string, variant?: string]> = {
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  i386: ['386'],
  i486: ['386'],
  i586: ['386'],
  i686: ['386'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
}

/** The variants that go without saying. */
const usualVariants: Record<string, string> = { amd64: 'v1', arm64: 'v8', arm: 'v7' }

/**
 * Addresses and words for the images of an index, each unique in it. A part is named only where it tells images apart: first
 * `os.version`, then `os.features`, then the digest.
 */
export function toPlatformNames(entries: readonly Addressed[]): { key: string; text: string }[] {
  const toUniqueTest = (names: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
    return (name: string) => name !== '' && counts.get(name) === 1
  }
  const plain = entries.map(({ platform }) => toKey(platform, 'plain'))
  const versioned = entries.map(({ platform }) => toKey(platform, 'version'))
  const full = entries.map(({ platform }) => toKey(platform, 'features'))
  const isUniquePlain = toUniqueTest(plain)
  const isUniqueVersion = toUniqueTest(versioned)
  const isUniqueFull = toUniqueTest(full)
  return entries.map(({ platform, digest }, at) => {
    const [short = '', long = '', longest = ''] = [plain[at], versioned[at], full[at]]
    const shown = platform === null ? PLATFORM_NOT_STATED : toPlatformText(platform)
    if (short === '') return { key: digest, text: shown }
    if (isUniquePlain(short)) return { key: short, text: shown }
    const words = [platform?.osVersion ?? '', ...(isUniqueVersion(long) ? [] : (platform?.osFeatures ?? []))]
    const detail = toShownText(words.filter((word) => word !== '').join(' '), 2 * maxPartLength)
    const text = detail === '' ? shown : `${shown} ${detail}`
    if (isUniqueVersion(long)) return { key: long, text }
    if (isUniqueFull(longest)) return { key: longest, text }
    return { key: digest, text: `${text} ${digest.slice(-8)}` }
  })
}

/**
 * The image that an address means. After the exact key come the same platform in other words, what a machine of that
 * platform runs, and the first one of which the address is a part: `windows/amd64` of several versions.
 * @param entries with their keys, in the index's order
 */
export function findPlatform<Entry extends Addressed & { key: string }>(
  entries: readonly Entry[],
  wanted: string,
): Entry | undefined {
  const exact = entries.find(({ key, digest }) => key === wanted || digest === wanted)
  if (exact !== undefined) return exact
  const asked = parsePlatformKey(wanted)
  if (asked === null) return undefined
  const stated = entries.flatMap((entry) =>
    entry.platform === null ? [] : [{ entry, platform: toUsualNames(entry.platform) }],
  )
  const fitting = stated.filter(
    ({ platform }) =>
      platform.os === asked.os &&
      (asked.architecture === '' || platform.architecture === asked.architecture) &&
      startsVersion(platform.osVersion ?? '', asked.osVersion ?? '') &&
      asked.osFeatures.every((feature) => platform.osFeatures.includes(feature)),
  )
  if (asked.architecture === '') {
    const usual = fitting.find(
      ({ platform: { architecture, variant } }) => `${architecture} ${variant}` === 'amd64 v1',
    )
    return (usual ?? fitting[0])?.entry
  }
  const found =
    fitting.find(({ platform }) => platform.variant === asked.variant) ??
    // A newer machine of the family runs what was made for an older one.
    fitting
      .filter(({ platform }) => toLevel(platform.variant) <= toLevel(asked.variant))
      .toSorted((a, b) => toLevel(b.platform.variant) - toLevel(a.platform.variant))[0] ??
    (asked.statesVariant ? undefined : fitting[0])
  return found?.entry
}

/** The image that is shown where nothing is chosen: what most visitors run. */
export function chooseUsualPlatform<Entry extends Addressed & { key: string }>(
  entries: readonly Entry[],
): Entry | undefined {
  return findPlatform(entries, 'linux/amd64') ?? entries[0]
}

/** Reads `os(version+feature)/architecture/variant`; null for what is none. */
function parsePlatformKey(text: string): (Platform & { statesVariant: boolean }) | null {
  if (text.length > 4 * maxPartLength) return null
  const open = text.indexOf('(')
  const close = text.indexOf(')', open)
  const isDetailed = open > 0 && close > open
  const [osVersion = '', ...osFeatures] = isDetailed ? text.slice(open + 1, close).split('+') : []
  const rest = isDetailed ? text.slice(0, open) + text.slice(close + 1) : text
  const [os = '', architecture = '', variant = '', ...more] = rest.split('/')
  if (os === '' || more.length > 0) return null
  const platform = { os, architecture, variant: variant || null, osVersion: osVersion || null, osFeatures }
  return { ...toUsualNames(platform), statesVariant: variant !== '' }
}

function toUsualNames(platform: Platform): Platform {
  const os = platform.os.trim().toLowerCase()
  const named = platform.architecture.trim().toLowerCase()
  const [architecture, ofName] = architectureNames[named] ?? [named]
  const stated = (platform.variant ?? '').trim().toLowerCase() || (ofName ?? '')
  const variant = /^\d/.test(stated) ? `v${stated}` : stated
  return {
    ...platform,
    os: systemNames[os] ?? os,
    architecture,
    variant: variant || (usualVariants[architecture] ?? null),
  }
}

/** `10.0.17763` is the beginning of `10.0.17763.1`, but not of `10.0.177631`. */
function startsVersion(version: string, start: string): boolean {
  return start === '' || version === start || version.startsWith(`${start}.`)
}

/** The number in a variant such as `v7`; what has none fits nothing else. */
function toLevel(variant: string | null): number {
  const level = Number(variant?.slice(1))
  return variant?.startsWith('v') && Number.isInteger(level) ? level : Number.NaN
}

/** Empty for what cannot be an address: nothing is stated, or something that no client would take. */
function toKey(platform: Platform | null, detail: 'plain' | 'version' | 'features'): string {
  if (platform === null) return ''
  const { os, architecture, variant, osVersion, osFeatures } = platform
  const isUsual = architecture === 'arm64' && variant === 'v8'
  const parts = [os, architecture, ...(variant === null || isUsual ? [] : [variant])]
  const details = [
    ...(detail === 'plain' ? [] : [osVersion ?? '']),
    ...(detail === 'features' ? osFeatures.slice(0, 8) : []),
  ]
  if (!parts.every((part) => isPart(part)) || !details.every((part) => part === '' || isPart(part))) return ''
  const inner = details.join('+')
  return [`${os}${inner === '' ? '' : `(${inner})`}`, ...parts.slice(1)].join('/')
}

function isPart(text: string): boolean {
  return text.length <= maxPartLength && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)
}
