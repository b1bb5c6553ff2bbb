import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeys } from './keys.ts'
import { StoreError } from './store-error.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const secret = Buffer.from('wJalrXUtnFEMI/K7MDENG')

test('the key is made once, 32 bytes that only the owner may read', () => {
  openKeys(dataDir)
  const key = readFileSync(join(dataDir, 'key'))
  expect(key.length).toBe(32)
  expect(statSync(join(dataDir, 'key')).mode & 0o777).toBe(0o600)
  openKeys(dataDir)
  expect(readFileSync(join(dataDir, 'key'))).toEqual(key)
})

test('what was sealed opens after a restart, and differs each time it is sealed', () => {
  const sealed = openKeys(dataDir).seal('a', secret)
  expect(openKeys(dataDir).open('a', sealed)).toEqual(secret)
  expect(openKeys(dataDir).seal('a', secret)).not.toEqual(sealed)
  expect(Buffer.from(sealed).includes(secret)).toBe(false)
})

test('nothing opens that was sealed for another purpose, under another key, or was changed', () => {
  const keys = openKeys(dataDir)
  const sealed = keys.seal('a', secret)
  expect(() => keys.open('b', sealed)).toThrow()
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => keys.open('a', changed)).toThrow()
  }
  expect(() => keys.open('a', sealed.subarray(0, 20))).toThrow()
  rmSync(join(dataDir, 'key'))
  expect(() => openKeys(dataDir).open('a', sealed)).toThrow()
})

test('derived keys depend on the purpose and survive a restart', () => {
  const keys = openKeys(dataDir)
  expect(keys.derive('a')).toHaveLength(32)
  expect(keys.derive('a')).not.toEqual(keys.derive('b'))
  expect(openKeys(dataDir).derive('a')).toEqual(keys.derive('a'))
})

test('a damaged key is refused and kept', () => {
  writeFileSync(join(dataDir, 'key'), 'short')
  expect(() => openKeys(dataDir)).toThrow(StoreError)
  expect(readFileSync(join(dataDir, 'key'), 'utf8')).toBe('short')
})
