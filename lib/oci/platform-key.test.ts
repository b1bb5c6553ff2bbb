import { describe, expect, test } from 'vitest'
import { type Digest, toDigest } from './digest.ts'
import type { Platform } from './manifest.ts'
import { chooseUsualPlatform, findPlatform, toPlatformNames } from './platform-key.ts'

const on = (text: string, more: Partial<Platform> = {}): Platform => {
  const [os = '', architecture = '', variant = null] = text.split('/')
  return { os, architecture, variant, osVersion: null, osFeatures: [], ...more }
}

function toEntries(...platforms: (Platform | null)[]) {
  const entries = platforms.map((platform, at) => ({
    platform,
    digest: toDigest('sha256', Buffer.from(`${at}`)),
  }))
  const names = toPlatformNames(entries)
  return entries.map((entry, at) => ({ ...entry, key: names[at]?.key ?? '', text: names[at]?.text ?? '' }))
}

test('a platform alone of its kind has the short address', () => {
  expect(
    toEntries(on('linux/arm64/v8'), on('linux/arm/v7'), on('windows/amd64', { osVersion: '10.0.1' })),
  ).toMatchObject([
    { key: 'linux/arm64', text: 'linux/arm64' },
    { key: 'linux/arm/v7', text: 'linux/arm/v7' },
    { key: 'windows/amd64', text: 'windows/amd64' },
  ])
})

test('images of one platform have addresses of their own, by version, features, and last by digest', () => {
  const old = on('windows/amd64', { osVersion: '10.0.17763.1' })
  const entries = toEntries(
    old,
    on('windows/amd64', { osVersion: '10.0.20348.1' }),
    on('windows/amd64', { osVersion: '10.0.20348.1', osFeatures: ['win32k'] }),
    old,
  )
  expect(entries.map(({ key }) => key).slice(1, 3)).toEqual([
    'windows(10.0.20348.1)/amd64',
    'windows(10.0.20348.1+win32k)/amd64',
  ])
  expect(entries[0]?.key).toBe(entries[0]?.digest)
  expect(new Set(entries.map(({ key }) => key)).size).toBe(4)
  expect(new Set(entries.map(({ text }) => text)).size).toBe(4)
  for (const entry of entries) expect(findPlatform(entries, entry.key)?.digest).toBe(entry.digest)
})

test.each([
  [on('/'), 'not stated'],
  [null, 'not stated'],
  [on('linux/'), 'linux, architecture not stated'],
  [on('/amd64'), 'amd64, operating system not stated'],
])('what is not stated is said to be so, and addressed by digest', (platform, text) => {
  const [entry] = toEntries(platform)
  expect(entry).toMatchObject({ key: entry?.digest, text })
})

test('names that no client would take are addressed by digest', () => {
  const hostile = [on('li nux/amd64'), on('../amd64'), on('linux/<b>'), on(`${'a'.repeat(300)}/b`)]
  for (const { key, digest } of toEntries(...hostile)) expect(key).toBe(digest)
})

describe('a visitor finds an image by other words for its platform', () => {
  const entries = toEntries(
    on('linux/amd64'),
    on('linux/arm64'),
    on('linux/arm/v6'),
    on('linux/s390x'),
    on('windows/amd64', { osVersion: '10.0.17763.1' }),
    on('windows/amd64', { osVersion: '10.0.20348.1' }),
  )
  test.each([
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/aarch64', 'linux/arm64'],
    ['Linux/x86_64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64'],
    ['linux/arm', 'linux/arm/v6'],
    ['linux/arm/v7', 'linux/arm/v6'],
    ['linux', 'linux/amd64'],
    ['windows/amd64', 'windows(10.0.17763.1)/amd64'],
    ['windows(10.0.20348)/amd64', 'windows(10.0.20348.1)/amd64'],
  ])('%s is %s', (wanted, key) => {
    expect(findPlatform(entries, wanted)?.key).toBe(key)
  })

  test.each([
    'linux/arm/v5',
    'linux/riscv64',
    'windows(10.0.1)/amd64',
    'a/b/c/d',
    '',
    '/',
    'x'.repeat(5_000),
  ])('%j is none of them', (wanted) => {
    expect(findPlatform(entries, wanted)).toBeUndefined()
  })
})

test('of a system alone it is what most visitors run, wherever that stands', () => {
  const entries = toEntries(on('linux/arm/v5'), on('linux/arm64'), on('linux/amd64'), on('linux/amd64/v3'))
  expect(findPlatform(entries, 'linux')?.key).toBe('linux/amd64')
})

test('where nothing is chosen, it is what most visitors run', () => {
  expect(chooseUsualPlatform(toEntries(on('linux/arm64'), on('linux/amd64')))?.key).toBe('linux/amd64')
  expect(chooseUsualPlatform(toEntries(on('linux/s390x'), on('linux/ppc64le')))?.key).toBe('linux/s390x')
  const none: { platform: null; digest: Digest; key: string }[] = []
  expect(chooseUsualPlatform(none)).toBeUndefined()
})
