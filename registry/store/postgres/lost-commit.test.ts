/**
 * A commit does not wait for the disk, so that a database which crashes right behind it has lost it: a write is answered only where the very
 * server that took it has said that it is on the disk.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runStatement, startPostgres, type TestPostgres } from '#testing/start-postgres.ts'
import { createBatchWriter } from '../batch-writer.ts'
import { openStore } from '../open-store.ts'
import { StoreUnreachableError } from '../store-error.ts'

const socketName = '.s.PGSQL.5432'
let server: TestPostgres
let databaseUrl: string
let dataDir: string
beforeAll(async () => {
  // Nothing comes to the disk by itself while a test runs.
  server = await startPostgres(['wal_writer_delay=10s'])
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  databaseUrl = await server.createDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'lost-commit-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

/**
 * Between a store and its database; from `holdFlushes` on, the first word that waits for the disk does not arrive.
 * @returns with `held` what resolves when a commit was answered whose flush is held, to what breaks the connection
 */
async function startBetween(url: string) {
  const target = new URL(url).searchParams.get('host') ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'between-'))
  const { promise: held, resolve: onHeld } = Promise.withResolvers<() => void>()
  let isHolding = false
  const carry = (client: Socket) => {
    const upstream = connect(join(target, socketName))
    let isHeld = false
    let isAnswered = false
    client.on('data', (bytes) => {
      const flush = isHolding ? bytes.indexOf('flush\0') : -1
      if (isHeld) return
      if (flush === -1) {
        upstream.write(bytes)
        return
      }
      isHeld = true
      // The message begins with its kind and its length.
      upstream.write(bytes.subarray(0, flush - 5))
    })
    upstream.on('data', (bytes) => {
      // As where the machine loses its power: nobody says that the connection is over.
      if (isAnswered) return
      client.write(bytes)
      isAnswered = isHeld && bytes.includes('COMMIT\0')
      if (isAnswered) onHeld(() => client.destroy())
    })
    for (const end of [client, upstream]) end.on('error', () => {})
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => {
      if (!isHeld) client.destroy()
    })
  }
  const between = createServer(carry).listen(join(folder, socketName))
  await once(between, 'listening')
  return {
    url: url.replace(encodeURIComponent(target), encodeURIComponent(folder)),
    held,
    holdFlushes() {
      isHolding = true
    },
    letFlushes() {
      isHolding = false
    },
    close() {
      between.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test('a write that the database has lost in a crash is not answered as done, although the next server says that all is on its disk', async () => {
  const between = await startBetween(databaseUrl)
  const store = await openStore({ dataDir, databaseUrl: between.url })
  const other = await openStore({ dataDir, databaseUrl })
  await store.transaction((tx) => tx.settings.put('scrub', 'first'))
  between.holdFlushes()
  const writing = store
    .transaction((tx) => tx.settings.put('read-only', 'second'))
    .catch((error: unknown) => error)
  const cut = await between.held
  await server.stop('SIGKILL')
  await server.start()
  between.letFlushes()
  cut()
  const outcome = await writing
  const there = await runStatement(
    databaseUrl,
    "SELECT value FROM setting WHERE value IN ('first', 'second')",
  )
  expect(there).toEqual([{ value: 'first' }])
  expect(outcome).toBeInstanceOf(StoreUnreachableError)

  // The lost turn had a number, and the next one of another process has the same.
  await other.transaction((tx) => tx.settings.put('scrub', 'third'))
  const takenOver: (number | null)[] = []
  store.peers.onTakeOver((repositoryId) => takenOver.push(repositoryId))
  await store.quietly((tx) => tx.settings.put('scrub', 'fourth'))
  expect(takenOver).toContain(null)
  await other.close()
  await store.close()
  between.close()
})

test('counts whose commit was done, and of which nobody heard, are not added twice', async () => {
  const between = await startBetween(databaseUrl)
  const store = await openStore({ dataDir, databaseUrl: between.url })
  const sent = { month: '2026-03', client: 'somebody' }
  const batches = [5, 7]
  const flush = createBatchWriter<number>({
    store,
    of: 'transfers',
    newId: randomUUID,
    clock: () => new Date('2026-03-01T12:00:00Z'),
    take: () => batches.shift() ?? null,
    add: (tx, bytes) => tx.transfers.add([{ ...sent, bytes }], '2026-01'),
  })
  between.holdFlushes()
  const first = flush().catch((error: unknown) => error)
  const cut = await between.held
  between.letFlushes()
  cut()
  expect(await first).toBeInstanceOf(StoreUnreachableError)
  expect(await runStatement(databaseUrl, 'SELECT bytes FROM data_transfer')).toEqual([{ bytes: '5' }])
  await flush()
  expect(await store.transfers.get(sent)).toBe(12)
  await store.close()
  between.close()
})
