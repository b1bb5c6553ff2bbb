/** Guards that a build is taken for stale when, and only when, something it was made of has changed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashSources } from './source-hash.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'public-gallery-hash-'))
  mkdirSync(join(root, 'app', '[alias]'), { recursive: true })
  mkdirSync(join(root, 'messages', 'ja'), { recursive: true })
  mkdirSync(join(root, 'scripts'))
  writeFileSync(join(root, 'package-lock.json'), '{}')
  writeFileSync(join(root, 'app', '[alias]', 'page.tsx'), 'export default 1')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test.each([
  ['a changed page', 'app/[alias]/page.tsx', 'export default 2'],
  ['a new file', 'app/new.css', ''],
  ['a word of the interface', 'messages/ja/site.ts', 'export const site = {}'],
  ['a changed lock file', 'package-lock.json', '{"lockfileVersion":3}'],
  ['a changed configuration', 'next.config.mjs', ''],
  ['another way of compressing', 'scripts/compress-static-files.ts', ''],
])('%s changes the hash', (_, path, text) => {
  const before = hashSources(root)
  writeFileSync(join(root, path), text)
  expect(hashSources(root)).not.toBe(before)
})

test.each([
  ['a test', 'app/[alias]/page.test.tsx'],
  ['what the build itself writes', 'next-env.d.ts'],
  ['a document', 'README.md'],
  ['another script', 'scripts/start.ts'],
])('%s does not', (_, path) => {
  const before = hashSources(root)
  writeFileSync(join(root, path), 'text')
  expect(hashSources(root)).toBe(before)
})
