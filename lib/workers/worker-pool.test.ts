/** The promises that everything else relies on: what never ends is ended, and what is too much is refused. */
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { createWorkerPool, PoolBusyError, WorkExceededError, type WorkerPool } from './worker-pool.ts'

/** Echoes a text, with bytes for `bytes`; never ends for `hang`, fails for `fail`, dies for `die`, takes all memory for `memory`. */
const program = `
const { parentPort } = require('node:worker_threads')
parentPort.on('message', (request) => {
  if (request === 'hang') /^(a+)+$/.test('a'.repeat(60) + '!')
  if (request === 'die') throw new Error('dead')
  if (request === 'memory') { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)) }
  if (request === 'bytes') return parentPort.postMessage({ text: request, bytes: new Uint8Array([1, 2]) })
  parentPort.postMessage(request === 'fail' ? { error: 'it failed' } : { text: String(request) })
})
parentPort.postMessage('ready')`

let started = 0
const start = () => {
  started++
  return new Worker(program, {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 32 },
    stderr: true,
  })
}
const patient = { deadlineMs: 20_000, waitMs: 20_000 }
const pools: WorkerPool[] = []

function open({ size = 1, maxWaiting = 10 } = {}): WorkerPool {
  started = 0
  const pool = createWorkerPool({ start, size, maxWaiting, patience: 200, idleMs: 60_000 })
  pools.push(pool)
  return pool
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

test('an expression that never ends is ended at the deadline, and the next request is answered', async () => {
  const pool = open()
  await expect(pool.run('hang', { deadlineMs: 100, waitMs: 100 })).rejects.toThrow(WorkExceededError)
  expect((await pool.run('after', patient)).text).toBe('after')
  expect(started).toBe(2)
})

test('work that takes more memory than it may is the same as work that takes too long', async () => {
  await expect(open().run('memory', patient)).rejects.toThrow(WorkExceededError)
})

test('one worker answers many requests, in order', async () => {
  const pool = open()
  const texts = Array.from({ length: 8 }, (_, at) => `text ${at}`)
  const results = await Promise.all(texts.map((text) => pool.run(text, patient)))
  expect(results.map(({ text }) => text)).toEqual(texts)
  expect(started).toBe(1)
})

test('a failure of the work is told, and costs no worker', async () => {
  const pool = open()
  await expect(pool.run('fail', patient)).rejects.toThrow('it failed')
  await expect(pool.run('die', patient)).rejects.toThrow('dead')
  expect((await pool.run('after', patient)).text).toBe('after')
  expect(started).toBe(2)
})

test('work that is given up ends its thread, and what waits for it is told the same', async () => {
  const pool = open()
  const controller = new AbortController()
  const given = { ...patient, signal: controller.signal }
  const both = [pool.run('hang', given), pool.run('waits', given)].map((run) => run.catch((error) => error))
  setTimeout(() => controller.abort(new Error('enough')), 100)
  for (const error of await Promise.all(both)) expect(error.message).toBe('enough')
  expect((await pool.run('after', patient)).text).toBe('after')
  expect(started).toBe(2)
})

test('bytes come with the text', async () => {
  const { text, bytes } = await open().run('bytes', patient)
  expect({ text, bytes }).toEqual({ text: 'bytes', bytes: new Uint8Array([1, 2]) })
})

test('no more threads run than the pool has room for, and no more requests wait', async () => {
  const pool = open({ size: 2, maxWaiting: 1 })
  const hanging = [1, 2].map(() => pool.run('hang', { deadlineMs: 400, waitMs: 400 }).catch((error) => error))
  const waiting = pool.run('waits', patient)
  await expect(pool.run('refused', patient)).rejects.toThrow(PoolBusyError)
  expect(started).toBe(2)
  expect((await waiting).text).toBe('waits')
  for (const error of await Promise.all(hanging)) expect(error).toBeInstanceOf(WorkExceededError)
})

test('who waits too long for a worker is told that the pool is busy', async () => {
  const pool = open()
  const hanging = pool.run('hang', { deadlineMs: 500, waitMs: 500 }).catch((error) => error)
  await expect(pool.run('late', { deadlineMs: 100, waitMs: 50 })).rejects.toThrow(PoolBusyError)
  expect(await hanging).toBeInstanceOf(WorkExceededError)
})
