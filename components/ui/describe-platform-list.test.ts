import { expect, test } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import { toTexts } from '#lib/language/texts.ts'
import type { Platform } from '#lib/oci/manifest.ts'
import { describePlatformList, describePlatformsShortly } from './describe-platform-list.ts'

function speak(language: Language) {
  const messages = readMessages(language, ['image', 'ui'])
  return { texts: toTexts(language, messages, 'image'), ui: toTexts(language, messages, 'ui'), language }
}

const on = (os: string, architecture: string, more: Partial<Platform> = {}): Platform => ({
  os,
  architecture,
  variant: null,
  osVersion: null,
  osFeatures: [],
  ...more,
})

test.each<[(Platform | null)[], string]>([
  [[on('linux', 'amd64'), on('linux', 'arm64', { variant: 'v8' })], 'Runs on Linux, for amd64 and arm64.'],
  [[on('windows', 'amd64', { osVersion: '10.0.20348.2227' })], 'Runs on Windows 10.0.20348.2227, for amd64.'],
  [[on('linux', 'arm', { variant: 'v7' })], 'Runs on Linux, for arm/v7.'],
  [[on('', '')], 'What it runs on is not stated.'],
  [[null], 'What it runs on is not stated.'],
  [[on('linux', '')], 'Runs on Linux, for a processor that is not stated.'],
  [[on('', 'arm64')], 'Runs on an operating system that is not stated, for arm64.'],
  [
    ['a', 'b', 'c', 'd', 'e', 'f'].map((architecture) => on('linux', architecture)),
    'Runs on Linux, for a, b, c, d and 2 others.',
  ],
])('one sentence says what an image runs on', (platforms, sentence) => {
  expect(describePlatformList(platforms, speak('en'))).toBe(sentence)
})

test.each<[(Platform | null)[], string]>([
  [[on('linux', 'amd64'), on('linux', 'arm64', { variant: 'v8' })], 'Linux, for amd64 and arm64'],
  [
    [on('linux', 'amd64'), on('windows', 'amd64', { osVersion: '10.0.20348.2227' })],
    'Linux and Windows, for amd64',
  ],
  [[on('', 'riscv64')], 'riscv64'],
  [[on('linux', '')], 'Linux'],
  [[null], ''],
])('a line of a phone says what an image runs on', (platforms, words) => {
  expect(describePlatformsShortly(platforms, speak('en'))).toBe(words)
})

test('in Japanese, both say it in the order of that language', () => {
  const platforms = ['a', 'b', 'c', 'd', 'e', 'f'].map((architecture) => on('linux', architecture))
  expect(describePlatformList(platforms, speak('ja'))).toBe(
    'Linux で動作します (対応アーキテクチャ: a、b、c、d、他\u00a02\u00a0件)。',
  )
  expect(describePlatformsShortly([on('linux', 'amd64'), on('linux', 'arm64')], speak('ja'))).toBe(
    'Linux (amd64、arm64)',
  )
})
