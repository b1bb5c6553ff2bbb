import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeys } from './key-ring.ts'
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

describe('a secret that is replaced', () => {
  test('still opens what it has sealed, until it is forgotten; the new one seals', () => {
    const keys = openKeys(dataDir)
    const sealed = keys.seal('a', secret)
    const [before] = keys.fingerprints()
    keys.rotate()
    expect(keys.fingerprints()).toEqual([expect.not.stringMatching(before ?? ''), before])
    expect(keys.open('a', sealed)).toEqual(secret)
    expect([keys.findSealer('a', sealed), keys.findSealer('a', keys.seal('a', secret))]).toEqual([1, 0])
    expect(openKeys(dataDir).open('a', sealed)).toEqual(secret)
    expect(statSync(join(dataDir, 'key')).mode & 0o777).toBe(0o600)
    keys.forgetOld()
    expect(() => keys.open('a', sealed)).toThrow('under another secret')
    expect(keys.findSealer('a', sealed)).toBe(-1)
  })

  test('is found by another process at the first thing that it cannot open', () => {
    const [keys, other] = [openKeys(dataDir), openKeys(dataDir)]
    const sealedBefore = other.seal('a', secret)
    keys.rotate()
    expect(other.open('a', keys.seal('a', secret))).toEqual(secret)
    expect(other.fingerprints()).toEqual(keys.fingerprints())
    expect(keys.open('a', sealedBefore)).toEqual(secret)
  })

  test('goes on to count where the file cannot be read for a while, and is never made anew', () => {
    const keys = openKeys(dataDir)
    const sealed = keys.seal('a', secret)
    for (const damage of [
      () => writeFileSync(join(dataDir, 'key'), 'short'),
      () => rmSync(join(dataDir, 'key')),
    ]) {
      damage()
      expect(keys.recheck()).toBe(false)
      expect(keys.open('a', sealed)).toEqual(secret)
    }
    expect(existsSync(join(dataDir, 'key'))).toBe(false)
  })
})

describe('a secret that the operator keeps', () => {
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const sealed = openKeys('', { kind: 'text', text: first.toString('base64') }).seal('a', secret)

  test.each([
    ['in base64', first.toString('base64')],
    ['as hexadecimal digits', first.toString('hex')],
    ['behind a new one', `${second.toString('base64')},${first.toString('hex')}`],
  ])('opens %s, and no file is made', (_, text) => {
    expect(openKeys(dataDir, { kind: 'text', text }).open('a', sealed)).toEqual(secret)
    expect(existsSync(join(dataDir, 'key'))).toBe(false)
  })

  test('may be in a file, of which changes are taken', () => {
    const path = join(dataDir, 'secret')
    writeFileSync(path, second.toString('hex'))
    const keys = openKeys(dataDir, { kind: 'file', path })
    expect(() => keys.open('a', sealed)).toThrow()
    writeFileSync(path, `${second.toString('hex')}\n${first.toString('base64')}\n`)
    expect(keys.open('a', sealed)).toEqual(secret)
  })

  test('may be what a command prints', () => {
    const command = `printf %s ${first.toString('base64')}`
    expect(openKeys(dataDir, { kind: 'command', command }).open('a', sealed)).toEqual(secret)
  })

  test.each([
    ['a text of another length', { kind: 'text', text: 'c2hvcnQ=' }],
    ['an empty text', { kind: 'text', text: ' ' }],
    ['a command that fails', { kind: 'command', command: 'exit 3' }],
    ['a file that is not there', { kind: 'file', path: '/nonexistent/secret' }],
  ] as const)('is refused: %s, without a word of it', (_, source) => {
    expect(() => openKeys(dataDir, source)).toThrow(StoreError)
    expect(() => openKeys(dataDir, source)).not.toThrow('c2hvcnQ')
  })

  test('is not replaced by the registry', () => {
    const keys = openKeys(dataDir, { kind: 'text', text: first.toString('hex') })
    expect(() => keys.rotate()).toThrow('kept by the operator')
  })
})
