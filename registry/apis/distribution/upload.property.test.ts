/** Properties of uploads that hold for any content, any chunks and any order of clients. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { toDescriptor } from '#testing/registry/distribution/push-image.ts'

const uploads = '/v2/acme/app/blobs/uploads/'
let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
})
afterAll(() => api.close())

const begin = async () => (await api.send('POST', uploads)).headers.location ?? ''
const read = (digest: string) => api.send('GET', `/v2/acme/app/blobs/${digest}`)
const algorithm = fc.constantFrom('sha256', 'sha512')
const content = fc.uint8Array({ minLength: 1, maxLength: 4_000 })

/** In pieces as they might come off a wire. */
async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

test('whatever the chunks, the blob is the content, and the range says how far it is', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(
      content,
      sizes,
      fc.nat(10),
      fc.boolean(),
      algorithm,
      async (bytes, chunks, wire, withRange, hash) => {
        const url = await begin()
        let sent = 0
        for (const size of chunks) {
          const chunk = bytes.subarray(sent, sent + size)
          if (chunk.length === 0) break
          const headers = withRange ? { 'content-range': `${sent}-${sent + chunk.length - 1}` } : {}
          const answer = await api.send('PATCH', url, { headers, body: inPieces(chunk, wire + 1) })
          sent += chunk.length
          expect(answer).toMatchObject({ status: 202, headers: { range: `0-${sent - 1}` } })
        }
        const { digest } = toDescriptor(bytes, undefined, hash)
        const put = await api.send('PUT', `${url}?digest=${digest}`, { body: bytes.subarray(sent) })
        expect(put).toMatchObject({ status: 201, headers: { 'docker-content-digest': digest } })
        expect((await read(digest)).bytes.equals(bytes)).toBe(true)
      },
    ),
  )
})

test('chunks in any order: each is taken only where the last one ended, and the content comes out right', async () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 })
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 50 }), async (parts, size) => {
      const bytes = randomBytes(size * 5)
      const url = await begin()
      let next = 0
      // In the worst order one part is taken in each round.
      for (let round = 0; round < 5 && next < 5; round += 1) {
        for (const part of parts) {
          const start = part * size
          const answer = await api.send('PATCH', url, {
            headers: { 'content-range': `${start}-${start + size - 1}` },
            body: bytes.subarray(start, start + size),
          })
          expect(answer.status).toBe(part === next ? 202 : 416)
          if (part === next) next += 1
          expect(answer.headers.range).toBe(`0-${Math.max(0, next * size - 1)}`)
        }
      }
      const { digest } = toDescriptor(bytes)
      expect(await api.send('PUT', `${url}?digest=${digest}`)).toMatchObject({ status: 201 })
      expect((await read(digest)).bytes.equals(bytes)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('bodies that break off anywhere leave the upload where it was', async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.array(fc.nat(4_000), { maxLength: 4 }), async (bytes, breaks) => {
      const url = await begin()
      for (const at of breaks) {
        const broken = async function* () {
          yield* inPieces(bytes.subarray(0, at), 97)
          throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
        }
        await api.send('PATCH', url, { body: broken() })
        expect((await api.send('GET', url)).headers.range).toBe('0-0')
      }
      const { digest } = toDescriptor(bytes)
      expect(await api.send('PUT', `${url}?digest=${digest}`, { body: bytes })).toMatchObject({ status: 201 })
      expect((await read(digest)).bytes.equals(bytes)).toBe(true)
    }),
  )
})

test('a digest is accepted for its own content alone', async () => {
  await fc.assert(
    fc.asyncProperty(content, content, algorithm, async (bytes, others, hash) => {
      const { digest } = toDescriptor(bytes, undefined, hash)
      const isSame = Buffer.compare(bytes, others) === 0
      const answer = await api.send('POST', `${uploads}?digest=${digest}`, { body: others })
      expect(answer.status).toBe(isSame ? 201 : 400)
    }),
  )
})

test('many pushes of one digest at once, in every way, are all answered rightly', async () => {
  const way = fc.constantFrom('post', 'put', 'patch', 'mount', 'wrong', 'broken')
  await fc.assert(
    fc.asyncProperty(fc.array(way, { minLength: 2, maxLength: 12 }), async (ways) => {
      const bytes = randomBytes(3_000)
      const { digest } = toDescriptor(bytes)
      const statuses = await Promise.all(ways.map((it) => push(it, bytes, digest)))
      for (const [at, it] of ways.entries()) {
        const allowed = {
          post: [201],
          put: [201],
          patch: [201],
          mount: [201, 202],
          wrong: [400],
          broken: [400],
        }
        expect(allowed[it], it).toContain(statuses[at])
      }
      const found = await read(digest)
      if (statuses.includes(201)) expect(found.bytes.equals(bytes)).toBe(true)
      else expect(found.status).toBe(404)
    }),
    { numRuns: 60 },
  )
})

async function push(way: string, bytes: Buffer, digest: string): Promise<number> {
  const pieces = () => inPieces(bytes, 500)
  switch (way) {
    case 'post':
      return (await api.send('POST', `${uploads}?digest=${digest}`, { body: pieces() })).status
    case 'put':
      return (await api.send('PUT', `${await begin()}?digest=${digest}`, { body: pieces() })).status
    case 'patch': {
      const url = await begin()
      await api.send('PATCH', url, { body: pieces() })
      return (await api.send('PUT', `${url}?digest=${digest}`)).status
    }
    case 'mount':
      return (await api.send('POST', `${uploads}?mount=${digest}`)).status
    case 'wrong':
      return (await api.send('POST', `${uploads}?digest=${digest}`, { body: 'wrong' })).status
    default: {
      const broken = async function* () {
        yield bytes.subarray(0, 1_000)
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
      }
      return (await api.send('PUT', `${await begin()}?digest=${digest}`, { body: broken() })).status
    }
  }
}
