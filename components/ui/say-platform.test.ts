import { expect, test } from 'vitest'
import { readMessages } from '#lib/language/read-messages.ts'
import { toTexts } from '#lib/language/texts.ts'
import { toPlatformText } from '#lib/oci/platform-text.ts'
import { sayPlatform } from './say-platform.ts'

test.each([
  ['linux', 'amd64', 'linux/amd64', 'linux/amd64'],
  ['', '', 'not stated', '記載なし'],
  ['', 'arm64', 'arm64, operating system not stated', 'arm64 (OS の記載なし)'],
  ['linux', '', 'linux, architecture not stated', 'linux (アーキテクチャの記載なし)'],
])('the system "%s" and the architecture "%s" are %s', (os, architecture, english, japanese) => {
  const text = toPlatformText({ os, architecture, variant: null })
  expect(sayPlatform(text, toTexts('en', readMessages('en', ['ui']), 'ui'))).toBe(english)
  expect(sayPlatform(text, toTexts('ja', readMessages('ja', ['ui']), 'ui'))).toBe(japanese)
})
