/** The sentence that says what an image runs on, from the platforms that its index or its config states. Pure. */
import { describeLanguage, type Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { Platform } from '#lib/oci/manifest.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'

const systems: Record<string, string> = {
  linux: 'Linux',
  windows: 'Windows',
  darwin: 'macOS',
  freebsd: 'FreeBSD',
  netbsd: 'NetBSD',
  openbsd: 'OpenBSD',
  illumos: 'illumos',
  solaris: 'Solaris',
  android: 'Android',
  wasi: 'WASI',
  wasip1: 'WASI',
  wasip2: 'WASI',
}

const maxNames = 4

/** What says it. */
interface Speech {
  texts: Texts<'image'>
  ui: Texts<'ui'>
  language: Language
}

/** An operating system's name as it is written; any other as it stands. */
export function describeSystem(os: string): string {
  return systems[os.trim().toLowerCase()] ?? toShownText(os.trim(), 40)
}

/**
 * The sentence.
 * @param platforms null for one that is not stated
 * @example 'Runs on Linux, for amd64 and arm64.'
 */
export function describePlatformList(
  platforms: readonly (Platform | null)[],
  { texts, ...speech }: Speech,
): string {
  const stated = platforms.filter((one) => one !== null)
  const names = unique(stated.map(toSystem))
  const processors = unique(stated.map(toProcessor))
  if (names.length === 0 && processors.length === 0) return texts('runsOn.nothing')
  const [onSystems, forProcessors] = [names, processors].map((list) => shorten(list, speech))
  const shown = { systems: onSystems ?? '', processors: forProcessors ?? '' }
  if (names.length === 0) return texts('runsOn.noSystem', shown)
  return processors.length === 0 ? texts('runsOn.noProcessor', shown) : texts('runsOn.both', shown)
}

/**
 * The same in so few words that they stand in one line of a phone, without versions of systems; empty for what is not stated.
 * @example 'Linux and Windows, for amd64 and arm64'
 */
export function describePlatformsShortly(
  platforms: readonly (Platform | null)[],
  speech: Omit<Speech, 'texts'>,
): string {
  const stated = platforms.filter((one) => one !== null)
  const names = unique(stated.map(({ os }) => describeSystem(os)))
  const processors = unique(stated.map(toProcessor))
  const [systems = '', others = ''] = [names, processors].map((list) => shorten(list, speech))
  if (systems === '' || others === '') return systems || others
  return speech.ui('platforms.shortly', { systems, processors: others })
}

function toSystem({ os, osVersion }: Platform): string {
  const name = describeSystem(os)
  return name === '' || osVersion === null ? name : `${name} ${toShownText(osVersion, 40)}`
}

function toProcessor({ architecture, variant }: Platform): string {
  const isUsual = variant === null || (architecture === 'arm64' && variant === 'v8')
  const text = [architecture.trim(), ...(isUsual || architecture.trim() === '' ? [] : [variant])].join('/')
  return toShownText(text, 40)
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== '')
}

function shorten(names: readonly string[], { ui, language }: Omit<Speech, 'texts'>): string {
  const rest = names.length - maxNames
  const list = new Intl.ListFormat(describeLanguage(language).locale, { type: 'conjunction' })
  return list.format(rest <= 1 ? names : [...names.slice(0, maxNames), ui('platforms.more', { count: rest })])
}
