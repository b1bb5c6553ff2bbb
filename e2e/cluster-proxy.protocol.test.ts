/**
 * Guards what nginx does with `deploy/nginx/cluster.conf`: a process that is away or stops is passed over, what only reads is asked of
 * another one, and what may have been taken is never sent twice.
 */
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { findClusterPlace } from '#testing/cluster/cluster-place.ts'
import { toNginxPart } from '#testing/cluster/nginx-part.ts'
import { findDebianProgram } from '../scripts/debian-programs.ts'
import type { Program } from '../scripts/start-program.ts'

/** What a registry does with what it is sent; all that comes is noted. */
interface Peer {
  port: number
  seen: string[]
  behaviour: (request: IncomingMessage, response: ServerResponse) => void
  server: Server | null
}

const well: Peer['behaviour'] = (_request, response) => response.end('well')
const stopping: Peer['behaviour'] = (_request, response) => response.writeHead(503).end('stopping')
/** As one that is killed while it works. */
const breaksOff: Peer['behaviour'] = (request) => request.socket.destroy()

let folder: string
let nginx: Program
let url: string
let pages: string
const peers: Peer[] = []

async function listen(peer: Peer): Promise<void> {
  const server = createServer((request, response) => {
    if (request.url === '/livez') {
      response.end()
      return
    }
    request.resume()
    request.on('end', () => {
      peer.seen.push(`${request.method} ${request.url}`)
      peer.behaviour(request, response)
    })
  }).listen(peer.port, '127.0.0.1')
  await once(server, 'listening')
  peer.server = server
}

async function close({ server }: Peer): Promise<void> {
  if (server === null || !server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

const seenByAll = () => peers.flatMap(({ seen }) => seen)

if (findDebianProgram('nginx') === null) test.skip('skipped, because nginx is not here')

describe.runIf(findDebianProgram('nginx'))('nginx before a cluster', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cluster-proxy-'))
    chmodSync(folder, 0o711)
  })
  beforeEach(async () => {
    const given = { folder, environment: {}, blobStore: {}, isBuilt: false, registries: 0, galleries: 0 }
    const place = await findClusterPlace(given)
    peers.splice(0)
    for (let count = 0; count < 2; count += 1) {
      peers.push({ port: await findFreePort(), seen: [], behaviour: well, server: null })
    }
    await Promise.all(peers.map(listen))
    const ports = peers.map(({ port }) => port)
    const part = toNginxPart({ ...place, registryPorts: ports, galleryPorts: ports })
    nginx = part.start(() => {})
    await part.waitUntilReady(AbortSignal.timeout(20_000))
    url = `http://127.0.0.1:${place.registryPort}`
    pages = `http://127.0.0.1:${place.galleryPort}`
  })
  afterEach(async () => {
    await nginx.stop()
    await Promise.all(peers.map(close))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['stops', stopping],
    ['breaks off', breaksOff],
  ])('a pull of a registry that %s is answered by the other one', async (_, ill) => {
    const [one, other] = peers
    if (one === undefined || other === undefined) throw new Error('There are no peers.')
    one.behaviour = ill
    for (let round = 0; round < 20; round += 1) {
      const answer = await fetch(`${url}/v2/a/b/manifests/${round}`)
      expect([answer.status, await answer.text()]).toEqual([200, 'well'])
    }
    expect(other.seen).toHaveLength(20)
  })

  test('one that is back is asked at once, so that the other one may be restarted right after it', async () => {
    const [one, other] = peers
    if (one === undefined || other === undefined) throw new Error('There are no peers.')
    const pull = async () => {
      const answer = await fetch(`${url}/v2/a/b/manifests/1.0`)
      await answer.text()
      return answer.status
    }
    await close(one)
    for (let round = 0; round < 10; round += 1) expect(await pull()).toBe(200)
    await listen(one)
    await close(other)
    for (let round = 0; round < 10; round += 1) expect(await pull()).toBe(200)
    await close(one)
    expect(await pull()).toBe(502)
    await listen(other)
    for (let round = 0; round < 10; round += 1) expect(await pull()).toBe(200)
  })

  test.each([
    ['POST', '/v2/a/b/blobs/uploads/', null],
    ['PATCH', '/v2/a/b/blobs/uploads/1', 'a part of a layer'],
    ['PUT', '/v2/a/b/blobs/uploads/1?digest=sha256:0', 'the end of a layer'],
    ['POST', '/', '{}'],
  ])('%s %s that was taken is not sent again', async (method, path, body) => {
    for (const peer of peers) peer.behaviour = breaksOff
    const answer = await fetch(`${url}${path}`, { method, body })
    await answer.text()
    expect(answer.status).toBe(502)
    expect(seenByAll()).toEqual([`${method} ${path}`])
  })

  test('a push that is refused by a registry that stops is refused, and not begun twice', async () => {
    for (const peer of peers) peer.behaviour = stopping
    const answer = await fetch(`${url}/v2/a/b/blobs/uploads/`, { method: 'POST' })
    expect([answer.status, await answer.text()]).toEqual([503, 'stopping'])
    expect(seenByAll()).toHaveLength(1)
  })

  test('a push goes to the other registry while one takes no connections, and all its steps to the same', async () => {
    const steps = [
      'POST /v2/a/b/blobs/uploads/',
      'PATCH /v2/a/b/blobs/uploads/1',
      'GET /v2/a/b/blobs/uploads/1',
    ]
    const run = async () => {
      for (const step of steps) {
        const [method = '', path] = step.split(' ')
        const answer = await fetch(`${url}${path}`, { method, body: method === 'PATCH' ? 'part' : null })
        expect([answer.status, await answer.text()]).toEqual([200, 'well'])
      }
    }
    await run()
    const first = peers.find(({ seen }) => seen.length > 0)
    expect(first?.seen).toEqual(steps)
    if (first !== undefined) await close(first)
    await run()
    expect(peers.find((peer) => peer !== first)?.seen).toEqual(steps)
  })

  test('a visitor stays with one gallery, but for a script that only the other one has', async () => {
    for (let round = 0; round < 10; round += 1) await (await fetch(`${pages}/a/b`)).text()
    const visited = peers.filter(({ seen }) => seen.length > 0)
    expect(visited).toHaveLength(1)
    const [one] = visited
    if (one !== undefined) one.behaviour = (_request, response) => response.writeHead(404).end()
    const script = await fetch(`${pages}/_next/static/chunks/old.js`)
    expect([script.status, await script.text()]).toEqual([200, 'well'])
    await sleep(0)
    expect((await fetch(`${pages}/a/none`)).status).toBe(404)
  })
})
