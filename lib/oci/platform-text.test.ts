import { expect, test } from 'vitest'
import { toPlatformText } from './platform-text.ts'

test.each([
  ['linux', 'amd64', null, 'linux/amd64'],
  ['linux', 'arm', 'v7', 'linux/arm/v7'],
  ['linux', 'arm64', 'v8', 'linux/arm64'],
  ['windows', 'amd64', null, 'windows/amd64'],
])('%s %s %s', (os, architecture, variant, text) => {
  expect(toPlatformText({ os, architecture, variant })).toBe(text)
})
