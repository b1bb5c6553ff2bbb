import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createFindings, type Findings } from './create-findings.ts'
import { toJsonKind } from './finding-kind.ts'
import { type FindingStore, openFindingStore } from './finding-store.ts'

const kind = toJsonKind({ name: 'length', version: 1, deadlineMs: 30_000 }, z.number())

let nowMs = 0
let store: FindingStore
let findings: Findings
let failures: string[] = []

function open(options: { maxBytes?: number; concurrency?: number; maxWaiting?: number; file?: string } = {}) {
  store = openFindingStore({
    file: options.file ?? ':memory:',
    maxBytes: options.maxBytes ?? 1_000_000,
    now: () => nowMs,
  })
  findings = createFindings({
    store,
    concurrency: options.concurrency ?? 1,
    maxWaiting: options.maxWaiting ?? 2,
    onFailure: (_, { key }) => failures.push(key),
    now: () => nowMs,
  })
}

beforeEach(() => {
  nowMs = 1_000_000
  failures = []
  open()
})
afterEach(() => findings.close())

test('is worked out once, however many ask, and then known', async () => {
  let works = 0
  const question = { kind, key: 'sha256:a', readFrom: 'a/b', work: async () => ++works }
  const found = await Promise.all([findings.find(question, 5_000), findings.find(question, 5_000)])
  expect(found).toEqual(Array(2).fill({ state: 'known', value: 1, foundAtMs: nowMs }))
  expect(findings.peek(kind, 'sha256:a')?.value).toBe(1)
  expect(findings.peek({ ...kind, version: 2 }, 'sha256:a')).toBeNull()
})

test('nobody waits longer than they like', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const question = { kind, key: 'sha256:a', readFrom: 'a/b', work: () => promise }
  expect(await findings.find(question)).toEqual({ state: 'under-way' })
  resolve(7)
  expect(await findings.find(question, 5_000)).toMatchObject({ state: 'known', value: 7 })
})

test('what fails in passing is begun again after a pause that grows', async () => {
  let tries = 0
  const work = async () => {
    tries++
    throw new Error('away')
  }
  const ask = () => findings.find({ kind, key: 'sha256:a', readFrom: 'a/b', work }, 5_000)
  expect(await ask()).toEqual({ state: 'failed', retryAtMs: nowMs + 5_000 })
  expect(await ask()).toMatchObject({ state: 'failed' })
  expect(tries).toBe(1)
  nowMs += 5_001
  expect(await ask()).toEqual({ state: 'failed', retryAtMs: nowMs + 10_000 })
  expect(failures).toEqual(['sha256:a', 'sha256:a'])
})

test('only so many are under way or wait; a deadline is told to the work', async () => {
  open({ concurrency: 1, maxWaiting: 1 })
  const begun: string[] = []
  const hang = (key: string) => ({
    kind: { ...kind, deadlineMs: 50 },
    key,
    readFrom: 'a/b',
    work: (signal: AbortSignal) => {
      begun.push(key)
      return new Promise<number>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    },
  })
  const first = findings.find(hang('a'), 5_000)
  const second = findings.find(hang('b'), 5_000)
  expect(await findings.find(hang('c'), 5_000)).toEqual({ state: 'under-way' })
  expect([await first, await second]).toMatchObject([{ state: 'failed' }, { state: 'failed' }])
  expect(begun).toEqual(['a', 'b'])
})

test('where one registry alias waits with all that it may, another one is not kept waiting for it', async () => {
  findings.close()
  store = openFindingStore({ file: ':memory:', maxBytes: 1_000_000, now: () => nowMs })
  findings = createFindings({
    store,
    concurrency: 1,
    maxWaiting: 10,
    maxOfOne: 2,
    onFailure: () => undefined,
  })
  const { promise, resolve } = Promise.withResolvers<number>()
  const begun: string[] = []
  const ask = (key: string, readFrom: string) =>
    findings.find(
      {
        kind,
        key,
        readFrom,
        work: () => {
          begun.push(key)
          return promise
        },
      },
      1,
    )
  for (const key of ['a1', 'a2', 'a3', 'a4', 'a5']) await ask(key, `busy/${key}`)
  await ask('b1', 'other/app')
  resolve(1)
  await vi.waitFor(() => expect(begun).toHaveLength(4))
  // The fourth and fifth of the busy one were not begun: their visitors may come back.
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3'])
})

test('the store is bounded in bytes, and the least used goes first', () => {
  open({ maxBytes: 4_000 })
  const content = new Map('abcdefgh'.split('').map((key) => [key, randomBytes(900)]))
  for (const [key, bytes] of content) {
    nowMs += 4_000_000
    store.put('any', 1, key, { bytes, foundAtMs: nowMs })
    store.get('any', 1, 'a')
  }
  expect(store.get('any', 1, 'a')).not.toBeNull()
  expect(store.get('any', 1, 'b')).toBeNull()
  expect(Buffer.from(store.get('any', 1, 'h')?.bytes ?? [])).toEqual(content.get('h'))
})

test('what is compressed already is stored as it is', async () => {
  const bytes = Buffer.alloc(50_000, 7)
  const packed = {
    ...kind,
    isCompressed: true,
    encode: () => bytes,
    decode: (kept: Uint8Array) => kept.length,
  }
  open({ maxBytes: 100_000 })
  expect(
    await findings.find({ kind: packed, key: 'a', readFrom: 'a/b', work: async () => 0 }, 5_000),
  ).toMatchObject({
    state: 'failed',
  })
  open({ maxBytes: 400_000 })
  expect(
    await findings.find({ kind: packed, key: 'a', readFrom: 'a/b', work: async () => 0 }, 5_000),
  ).toMatchObject({
    value: 50_000,
  })
})

test('a file that is no store is replaced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'))
  const file = join(folder, 'findings.sqlite')
  try {
    writeFileSync(file, 'no database at all, but long enough to look like one'.repeat(100))
    open({ file })
    store.put('any', 1, 'a', { bytes: Buffer.from('x'), foundAtMs: 1 })
    expect(store.get('any', 1, 'a')?.foundAtMs).toBe(1)
  } finally {
    findings.close()
    rmSync(folder, { recursive: true })
    open()
  }
})
