/** What clients are answered while an upstream throttles, hangs, breaks off or lies: the registry is the real program. */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { type ConfiguredUpstream, startConfiguredUpstream } from '#testing/start-configured-upstream.ts'
import type { UnrulyUpstream } from '#testing/unruly-upstream.ts'

const largeBytes = 300_000_000

let configured: ConfiguredUpstream
let upstream: UnrulyUpstream
let registry: RegistryProcess
let endpoint: string
let authorization: string

async function start(entry: object = {}) {
  configured.configure({ freshSeconds: 0, ...entry })
  registry = startRegistry(join(configured.folder, 'data'), { UPSTREAMS_FILE: configured.file })
  endpoint = await registry.url
  const { token } = (await (await fetch(`${endpoint}/token`)).json()) as { token: string }
  authorization = `Bearer ${token}`
}

async function stop(signal: NodeJS.Signals = 'SIGTERM') {
  registry.process.kill(signal)
  await registry.ended
}

beforeAll(async () => {
  configured = await startConfiguredUpstream()
  upstream = configured.upstream
  await start()
}, 60_000)

afterEach(() => {
  upstream.trick = null
})

afterAll(async () => {
  await stop()
  await configured.remove()
})

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${endpoint}/v2/${path}`, { method, headers: { authorization, ...headers } })

const refuseWith =
  (status: number, headers: Record<string, string> = {}) =>
  (_: unknown, response: ServerResponse) => {
    response.writeHead(status, headers).end()
    return true
  }

async function eventually(check: () => Promise<boolean> | boolean) {
  await expect.poll(check, { timeout: 10_000, interval: 20 }).toBe(true)
}

test('a digest is asked for once, and a layer once for all who wait', async () => {
  const layer = randomBytes(3_000_000)
  const image = upstream.addImage('library/once', '1', [layer])
  const first = await get(`mirror/library/once/manifests/${image}`)
  expect(first.status).toBe(200)
  expect(toDigest('sha256', Buffer.from(await first.arrayBuffer()))).toBe(image)
  const digest = toDigest('sha256', layer)
  const bodies = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const response = await get(`mirror/library/once/blobs/${digest}`)
      expect(response.headers.get('content-length')).toBe('3000000')
      return toDigest('sha256', Buffer.from(await response.arrayBuffer()))
    }),
  )
  expect(new Set(bodies)).toEqual(new Set([digest]))
  await get(`mirror/library/once/manifests/${image}`)
  expect(upstream.count(/once\/blobs/)).toBe(1)
  // One of them for the challenge.
  expect(upstream.count(/once\/manifests/)).toBeLessThanOrEqual(2)
})

test('a layer that a client says it has is looked for, and not fetched', async () => {
  const layer = randomBytes(10_000)
  upstream.addImage('library/had', '1', [layer])
  const digest = toDigest('sha256', layer)
  const path = `mirror/library/had/blobs/${digest}`
  for (const range of [{}, { range: 'bytes=0-9' }]) {
    const answer = await get(path, { 'if-none-match': `"${digest}"`, ...range })
    expect([answer.status, answer.headers.get('etag')]).toEqual([304, `"${digest}"`])
  }
  expect(upstream.count(/GET .*had\/blobs/)).toBe(0)
  expect((await get(path, { 'if-none-match': '"sha256:other"' })).status).toBe(200)
  const none = toDigest('sha256', randomBytes(10))
  expect((await get(`mirror/library/had/blobs/${none}`, { 'if-none-match': '*' })).status).toBe(404)
})

test('who asked for a tag with HEAD gets the image that it was told, whatever becomes of the tag meanwhile', async () => {
  for (const first of ['cold', 'stored']) {
    const name = `library/asked-${first}`
    const told = upstream.addImage(name, '1', [Buffer.from(`${first} one`)])
    if (first === 'stored') await get(`mirror/${name}/manifests/1`)
    const head = await get(`mirror/${name}/manifests/1`, {}, 'HEAD')
    expect(head.headers.get('docker-content-digest')).toBe(told)
    const moved = upstream.addImage(name, '1', [Buffer.from(`${first} two`)])
    upstream.remove(name, told)
    await eventually(async () => {
      const { headers } = await get(`mirror/${name}/manifests/1`)
      return headers.get('docker-content-digest') === moved
    })
    const image = await get(`mirror/${name}/manifests/${told}`)
    const content = Buffer.from(await image.arrayBuffer())
    expect([image.status, toDigest('sha256', content)]).toEqual([200, told])
    expect(head.headers.get('content-length')).toBe(String(content.length))
  }
})

test('an image that is pinned by its digest is pulled first by it, and under no tag', async () => {
  const image = upstream.addImage('library/pinned', '1', [])
  const answer = await get(`mirror/library/pinned/manifests/${image}`)
  expect(toDigest('sha256', Buffer.from(await answer.arrayBuffer()))).toBe(image)
  expect(upstream.count(/pinned\/manifests\/1/)).toBe(0)
  upstream.trick = refuseWith(503)
  expect((await get(`mirror/library/pinned/manifests/${image}`)).status).toBe(200)
  expect((await (await get('mirror/library/pinned/tags/list')).json()).tags).toEqual([])
})

test('a tag that moves during a pull, and once more, ends with an image that there is', async () => {
  upstream.addImage('library/twice', '1', [Buffer.from('one')])
  await get('mirror/library/twice/manifests/1')
  const second = upstream.addImage('library/twice', '1', [Buffer.from('two')])
  let third: Digest | null = null
  upstream.trick = (request) => {
    if (request.method === 'HEAD' || third !== null || !request.url?.includes(second)) return false
    // Between the comparison and the fetch.
    upstream.remove('library/twice', second)
    third = upstream.addImage('library/twice', '1', [Buffer.from('three')])
    return false
  }
  await eventually(async () => {
    const { headers } = await get('mirror/library/twice/manifests/1')
    return third !== null && headers.get('docker-content-digest') === third
  })
})

test('a tag is compared once however many wait, and the old image is answered meanwhile', async () => {
  const old = upstream.addImage('library/moving', '1', [Buffer.from('old')])
  expect((await get('mirror/library/moving/manifests/1')).headers.get('docker-content-digest')).toBe(old)
  const moved = upstream.addImage('library/moving', '1', [Buffer.from('new')])
  const held: (() => void)[] = []
  upstream.trick = (request, response) => {
    if (request.method !== 'HEAD') return false
    held.push(() => response.writeHead(200, { 'docker-content-digest': moved }).end())
    return true
  }
  const before = upstream.requests.length
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => get('mirror/library/moving/manifests/1')),
  )
  for (const answer of answers) expect(answer.headers.get('docker-content-digest')).toBe(old)
  await eventually(() => held.length === 1)
  expect(upstream.requests.length - before).toBe(1)
  upstream.trick = null
  held[0]?.()
  await eventually(
    async () =>
      (await get('mirror/library/moving/manifests/1')).headers.get('docker-content-digest') === moved,
  )
  // The image that a client has begun to pull stays.
  expect((await get(`mirror/library/moving/manifests/${old}`)).status).toBe(200)
})

test('a limit is no answer: what is stored goes on, with a warning, and the host is left alone for as long as it says', async () => {
  const places = Array.from({ length: 100 }, (_, at) => at)
  for (const at of places) upstream.addImage('library/limited', `t${at}`, [])
  const pull = (at: number) => get(`mirror/library/limited/manifests/t${at}`)
  const pullAll = async () => new Set((await Promise.all(places.map(pull))).map(({ status }) => status))
  expect(await pullAll()).toEqual(new Set([200]))
  upstream.trick = refuseWith(429, { 'retry-after': '6' })
  await pull(0)
  await eventually(async () => (await pull(0)).headers.has('warning'))
  const before = upstream.requests.length
  expect(await pullAll()).toEqual(new Set([200]))
  const unknown = await get('mirror/library/limited/manifests/unknown')
  expect(unknown.status).toBe(429)
  expect(Number(unknown.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(upstream.requests.length).toBe(before)
  upstream.trick = null
  await expect
    .poll(async () => (await pull(1)).status === 200 && upstream.requests.length > before, {
      timeout: 20_000,
      interval: 100,
    })
    .toBe(true)
})

test('what the upstream no longer has is gone here too, and is not asked for at every try', async () => {
  upstream.addImage('library/gone', '1', [])
  expect((await get('mirror/library/gone/manifests/1')).status).toBe(200)
  upstream.remove('library/gone', '1')
  await eventually(async () => (await get('mirror/library/gone/manifests/1')).status === 404)
  const before = upstream.requests.length
  expect((await get('mirror/library/gone/manifests/1')).status).toBe(404)
  expect(upstream.requests.length).toBe(before)
})

test('a token that is no longer good is replaced once', async () => {
  upstream.addImage('library/tokens', '1', [])
  upstream.addImage('library/tokens', '2', [])
  expect((await get('mirror/library/tokens/manifests/1')).status).toBe(200)
  upstream.tokens.clear()
  expect((await get('mirror/library/tokens/manifests/2')).status).toBe(200)
})

test('a layer that breaks off is taken up where it broke off', async () => {
  const layer = randomBytes(2_000_000)
  upstream.addImage('library/cut', '1', [layer])
  let cuts = 0
  upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined || cuts > 0)
      return false
    cuts += 1
    response.writeHead(200, { 'content-length': '2000000' })
    response.write(layer.subarray(0, 700_000), () => setTimeout(() => response.destroy(), 100))
    return true
  }
  await get('mirror/library/cut/manifests/1')
  const response = await get(`mirror/library/cut/blobs/${toDigest('sha256', layer)}`)
  expect(Buffer.from(await response.arrayBuffer()).equals(layer)).toBe(true)
  expect(cuts).toBe(1)
})

test.each([
  ['another content', 2_000_000, 2_000_000],
  ['more than it says', 2_000_000, 2_100_000],
  ['less than it says, again and again', 2_000_000, 1_000_000],
])('a layer that has %s never ends as if it were whole, and is not kept', async (_, said, sent) => {
  const layer = randomBytes(2_000_000)
  const name = `library/lies-${said}-${sent}`
  upstream.addImage(name, '1', [layer])
  const body = sent < said ? layer.subarray(0, sent) : randomBytes(sent)
  upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
    if (request.headers.range !== undefined) {
      response.destroy()
      return true
    }
    response.writeHead(200, { 'content-length': String(said) })
    response.socket?.write(body.subarray(0, 0))
    response.flushHeaders()
    response.socket?.write(body, () => response.socket?.end())
    return true
  }
  const path = `mirror/${name}/blobs/${toDigest('sha256', layer)}`
  const read = async () => Buffer.from(await (await get(path)).arrayBuffer())
  await expect(read()).rejects.toThrow()
  upstream.trick = null
  await eventually(async () => (await read()).equals(layer))
})

test('a redirect to a private address is not followed, and a client is never led to the upstream', async () => {
  for (const location of [
    'http://10.0.0.1/x',
    'https://127.0.0.2/x',
    'https://[::1]/x',
    'https://[::ffff:169.254.169.254]/x',
    'https://0x7f.1/x',
    'https://localhost/x',
    'https://user:word@example.com/x',
    'http://example.com/x',
    'file:///etc/passwd',
  ]) {
    const layer = randomBytes(1_000)
    upstream.trick = (request, response) => {
      if (!request.url?.includes('/blobs/')) return false
      response.writeHead(307, { location }).end()
      return true
    }
    const response = await fetch(`${endpoint}/v2/mirror/library/led/blobs/${toDigest('sha256', layer)}`, {
      headers: { authorization },
      redirect: 'manual',
    })
    expect(response.status).toBe(502)
    expect(response.headers.get('location')).toBeNull()
  }
})

test('a repository that is not allowed is never asked for', async () => {
  const before = upstream.requests.length
  expect((await get('mirror/other/app/manifests/1')).status).toBe(404)
  expect(upstream.requests.length).toBe(before)
})

test.each([
  ['POST', 'mirror/library/once/blobs/uploads/'],
  ['POST', `library/once/blobs/uploads/?ns=HOST`],
  ['PUT', 'mirror/library/once/manifests/1'],
  ['DELETE', 'mirror/library/once/manifests/1'],
  ['PUT', 'mirror/anything/at/all/manifests/1'],
])('nobody changes what is in the namespace of an upstream: %s %s', async (method, path) => {
  const response = await get(path.replace('HOST', upstream.host), {}, method)
  expect(response.status).toBe(403)
  expect(await response.text()).toContain('nobody can push to it or delete from it here')
})

test('a client that takes this registry for a mirror names the host', async () => {
  const digest = upstream.addImage('library/mirrored', '1', [])
  const response = await get(`library/mirrored/manifests/1?ns=${upstream.host}`)
  expect(response.headers.get('docker-content-digest')).toBe(digest)
  expect((await get('library/mirrored/manifests/1?ns=elsewhere.example')).status).toBe(404)
})

test('killed in the middle of a layer, the registry has lost and damaged nothing', async () => {
  const layer = randomBytes(4_000_000)
  const whole: Digest = upstream.addImage('library/killed', '1', [layer])
  await get('mirror/library/killed/manifests/1')
  upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
    response.writeHead(200, { 'content-length': String(layer.length) })
    response.write(layer.subarray(0, 2_000_000))
    return true
  }
  const response = await get(`mirror/library/killed/blobs/${toDigest('sha256', layer)}`)
  await response.body?.getReader().read()
  await stop('SIGKILL')
  upstream.trick = null
  await start()
  expect((await get(`mirror/library/killed/manifests/${whole}`)).status).toBe(200)
  const again = await get(`mirror/library/killed/blobs/${toDigest('sha256', layer)}`)
  expect(Buffer.from(await again.arrayBuffer()).equals(layer)).toBe(true)
  // When a tag was last compared is known over a restart, so that an upstream that is away changes nothing.
  upstream.trick = refuseWith(503)
  expect((await get('mirror/library/killed/manifests/1')).status).toBe(200)
}, 30_000)

test('each byte of a cold layer reaches all 32 clients while the upstream still holds back the next, for one request', async () => {
  const layer = randomBytes(700_000)
  const digest = toDigest('sha256', layer)
  upstream.addImage('library/held', '1', [layer])
  await get('mirror/library/held/manifests/1')
  const held: ServerResponse[] = []
  upstream.trick = (request, response) => {
    if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
    response.writeHead(200, { 'content-length': String(layer.length) })
    held.push(response)
    return true
  }
  const received = Array.from({ length: 32 }, () => ({ chunks: [] as Uint8Array[], bytes: 0 }))
  const readers = received.map(async (client) => {
    const { body } = await get(`mirror/library/held/blobs/${digest}`)
    for await (const chunk of body ?? []) {
      client.chunks.push(chunk)
      client.bytes += chunk.length
    }
  })
  let given = 0
  const give = (bytes: number) => {
    held[0]?.write(layer.subarray(given, given + bytes))
    given += bytes
  }
  await eventually(() => held.length === 1)
  // Single bytes, and pieces as a network has them: what comes next is not given before all have what came.
  for (const bytes of [1, 1, 1_400, 65_536, 1, 500_000, 1]) {
    give(bytes)
    await eventually(() => received.every(({ bytes: come }) => come === given))
  }
  // The last byte waits for the digest, and for nothing else.
  give(layer.length - given)
  held[0]?.end()
  await Promise.all(readers)
  for (const { chunks } of received) expect(Buffer.concat(chunks).equals(layer)).toBe(true)
  expect(upstream.count(new RegExp(`GET .*blobs/${digest}`))).toBe(1)
}, 60_000)

test('32 clients of one cold layer of 300 MB cost one request', async () => {
  const layer = randomBytes(largeBytes)
  const digest = toDigest('sha256', layer)
  upstream.addImage('library/large', '1', [layer])
  await get('mirror/library/large/manifests/1')
  const sizes = await Promise.all(
    Array.from({ length: 32 }, async () => {
      let bytes = 0
      const { body } = await get(`mirror/library/large/blobs/${digest}`)
      for await (const chunk of body ?? []) bytes += chunk.length
      return bytes
    }),
  )
  expect(new Set(sizes)).toEqual(new Set([layer.length]))
  expect(upstream.count(new RegExp(`GET .*blobs/${digest}`))).toBe(1)
}, 300_000)
