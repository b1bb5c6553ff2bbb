/** The threads of layers as pages use them: a layer comes from a registry, and bytes go from answer to question. */
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { archive, end } from '#testing/tar-archive.ts'
import { askLayerThread, closeLayerThreads } from './layer-pools.ts'
import type { LayerBlob } from './layer-request.ts'
import { createTableWriter } from './layer-table.ts'
import { findFileSize, openFile } from './open-file.ts'

let registry: FakeRegistry
let served: Map<Digest, Uint8Array>

beforeEach(async () => {
  registry = await startFakeRegistry()
  served = new Map()
  registry.handle = (request, response) => {
    const bytes = served.get(request.url?.split('/').at(-1) as Digest)
    if (bytes === undefined) return answer(response, 404, {})
    answer(response, 200, {}, Buffer.from(bytes))
  }
})
afterEach(() => registry.close())
afterAll(closeLayerThreads)

function serve(bytes: Uint8Array): LayerBlob {
  const digest = toDigest('sha256', bytes)
  served.set(digest, bytes)
  const call = { baseUrl: registry.origin, credentials: null }
  return { registry: call, name: 'acme/web', digest, sizeBytes: bytes.length }
}

async function readTable(blob: LayerBlob): Promise<Uint8Array> {
  return (await askLayerThread({ kind: 'read', blob })).bytes ?? new Uint8Array()
}

const list = (tree: Uint8Array, path = '') => {
  const query = { path, filter: '', sort: 'name', page: 1, pageSize: 50, room: 1e6, maxFlat: 0 } as const
  return askLayerThread({ kind: 'list', tree, query }).then(({ text }) => JSON.parse(text))
}

test('layers become a tree that is browsed, compared, and read from', async () => {
  const base = serve(
    gzipSync(
      archive(
        { name: 'etc/', type: '5' },
        { name: 'etc/os-release', body: 'PRETTY_NAME="Demo 1"\n' },
        { name: 'etc/twice', body: 'first' },
        { name: 'etc/twice', body: 'second' },
        { name: 'bin/tool', body: Buffer.from([0, 1, 2]) },
      ),
    ),
  )
  const top = serve(archive({ name: 'etc/.wh.os-release' }, { name: 'etc/motd', body: 'hello\n' }))
  const tables = [await readTable(base), await readTable(top)]
  const merged = await askLayerThread({ kind: 'merge', tables })
  expect(JSON.parse(merged.text)).toMatchObject({ fileCount: 3, distribution: 'Demo 1', trouble: null })
  const tree = merged.bytes ?? new Uint8Array()
  const { rows } = await list(tree, 'etc')
  expect(rows.map(({ name, layer }: { name: string; layer: number }) => [name, layer])).toEqual([
    ['motd', 1],
    ['twice', 0],
  ])
  const { text: counts, bytes } = await askLayerThread({ kind: 'describe', tables })
  expect(JSON.parse(counts)).toEqual({ added: 1, changed: 0, removed: 1, hidden: 0 })
  expect((await list(bytes ?? new Uint8Array(), 'etc')).rows).toMatchObject([
    { name: 'motd', change: 'added' },
    { name: 'os-release', kind: 'whiteout', change: 'removed', removedBytes: 21 },
  ])
  const old = await askLayerThread({ kind: 'merge', tables: tables.slice(0, 1) })
  const before = old.bytes ?? new Uint8Array()
  const compared = await askLayerThread({ kind: 'compare', before, after: tree, limit: 10 })
  expect(JSON.parse(compared.text)).toMatchObject({
    counts: { added: 1, removed: 1, changed: 0 },
    sameCount: 2,
  })
  const preview = async (path: string) => {
    const table = tables[0] ?? new Uint8Array()
    return JSON.parse((await askLayerThread({ kind: 'preview', blob: base, table, path })).text)
  }
  expect(await preview('etc/twice')).toEqual({ text: 'second', isCut: false })
  expect(await preview('bin/tool')).toEqual({ text: null, isCut: false })
  await expect(preview('etc')).rejects.toThrow('no such file')
})

test('a layer that is not what its digest says, or is missing, gives no table', async () => {
  const blob = serve(archive({ name: 'a', body: 'one' }))
  served.set(blob.digest, archive({ name: 'a', body: 'two' }))
  await expect(readTable(blob)).rejects.toThrow('was asked for')
  served.clear()
  await expect(readTable(blob)).rejects.toThrow(/404|not/i)
})

test('a file that is not what it was when its layer was read is not shown', async () => {
  const blob = serve(archive({ name: 'a', body: 'one' }, { name: 'b', body: 'x'.repeat(900_000) }))
  const table = await readTable(blob)
  served.set(blob.digest, archive({ name: 'a', body: 'two' }, { name: 'b', body: 'x'.repeat(900_000) }))
  await expect(askLayerThread({ kind: 'preview', blob, table, path: 'a' })).rejects.toThrow('not what it was')
})

test('of a large file there is the beginning, to its last whole character', async () => {
  const blob = serve(archive({ name: 'a', body: `x${'é'.repeat(50_000)}` }))
  const { text } = await askLayerThread({ kind: 'preview', blob, table: await readTable(blob), path: 'a' })
  const { text: shown, isCut } = JSON.parse(text)
  expect([isCut, shown.length, shown.at(-1)]).toEqual([true, 32_768, 'é'])
})

test('reading is given up when nobody wants it any more', async () => {
  registry.handle = (_, response) => {
    response.writeHead(200)
    response.write(Buffer.alloc(1_000))
  }
  const blob = serve(end)
  const controller = new AbortController()
  const reading = askLayerThread({ kind: 'read', blob }, controller.signal)
  setTimeout(() => controller.abort(new Error('enough')), 200)
  await expect(reading).rejects.toThrow('enough')
})

test('as many entries as are read fit into the memory of a thread', async () => {
  const owner = { target: null, mode: 0o644, uid: 0, gid: 0, modifiedAtS: 0, contentHash: null }
  const tables = [0, 1, 2, 3, 4].map((layer) => {
    const writer = createTableWriter()
    for (let at = 0; at < 100_000; at++) {
      const path = `usr/lib/node_modules/some-package-${at % 900}/lib/${layer}-${at}.js`
      writer.add({ path, kind: 'file', sizeBytes: at, ...owner })
    }
    return writer.finish({ leftOut: 0, unpackedBytes: 0, trouble: null, osRelease: null })
  })
  const { text } = await askLayerThread({ kind: 'merge', tables })
  expect(JSON.parse(text)).toMatchObject({
    fileCount: 400_000,
    trouble: { kind: 'layers-with-many-entries', shown: 4, bound: 400_000 },
  })
}, 120_000)

const large = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251))

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('a file is given whole, of several entries the last, by each of its names', async () => {
  const blob = serve(
    gzipSync(
      archive(
        { name: 'data', body: 'first' },
        { name: 'data', body: large },
        { name: 'empty' },
        { name: 'link', type: '2', link: 'data' },
        { name: 'hard', type: '1', link: 'data' },
        { name: 'null', type: '3' },
      ),
    ),
  )
  const table = await readTable(blob)
  const size = (path: string) => findFileSize(table, path)
  expect(await Promise.all(['data', 'empty', 'link', 'hard', 'null', '../data', ''].map(size))).toEqual([
    ...[large.length, 0, null, large.length],
    ...Array(3).fill(null),
  ])
  expect((await collect(await openFile({ blob, table, path: 'data' }))).equals(large)).toBe(true)
  expect((await collect(await openFile({ blob, table, path: 'hard' }))).equals(large)).toBe(true)
  expect(await collect(await openFile({ blob, table, path: 'empty' }))).toHaveLength(0)
  await expect(openFile({ blob, table, path: 'link' })).rejects.toThrow('no such file')
})

test('of a file that is another one now the last piece never comes', async () => {
  const table = await readTable(serve(archive({ name: 'data', body: large })))
  const other = Buffer.from(large)
  other[other.length - 1] = 1
  const blob = serve(archive({ name: 'data', body: other }))
  let bytes = 0
  const take = async () => {
    for await (const piece of await openFile({ blob, table, path: 'data' })) bytes += piece.length
  }
  await expect(take()).rejects.toThrow('not what it was')
  expect(bytes).toBeLessThan(large.length)
})

test('who takes nothing, or goes away, holds no thread', async () => {
  const blob = serve(archive({ name: 'data', body: Buffer.alloc(3_000_000) }, { name: 'small', body: 'x' }))
  const table = await readTable(blob)
  const slow = await Promise.all([1, 2].map(() => openFile({ blob, table, path: 'data' }, { stallMs: 50 })))
  await Promise.all(slow.map((content) => content.next()))
  expect((await collect(await openFile({ blob, table, path: 'small' }))).toString()).toBe('x')
  // One thread was enough for that; the other has been waited for as long by now.
  await sleep(1_000)
  for (const content of slow) await expect(collect(content)).rejects.toThrow()
  const left = await openFile({ blob, table, path: 'data' })
  await left.next()
  await left.return(undefined)
  expect((await collect(await openFile({ blob, table, path: 'small' }))).toString()).toBe('x')
})
