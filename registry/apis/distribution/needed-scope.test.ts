/** A client that authenticates by the challenge alone can do what it was refused, and needs no second one for it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'

const loose = toDescriptor('loose').digest
const image = toImage(['layer'])
const writes = 'repository:acme/app:pull,push'
const deletes = 'repository:acme/app:pull,push,delete'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0')
  await pushBlob(api, 'acme/app', 'loose')
})
afterEach(() => api.close())

const toScope = (headers: Record<string, string>) =>
  /scope="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1]
const send = (method: string, url: string, authorization?: string) =>
  api.send(method, url, {
    as: 'nobody',
    ...(authorization !== undefined && { authorization }),
    ...(method === 'PUT' && { body: image }),
    headers: { 'content-type': OCI_IMAGE },
  })

const mounted = `/v2/acme/second/blobs/uploads/?mount=${loose}&from=acme/app`
const requests: [method: string, url: string, scope: string, done: number][] = [
  ['GET', '/v2/', 'aws', 200],
  ['HEAD', '/v2/acme/app/manifests/1.0', 'aws', 200],
  ['GET', '/v2/acme/app/tags/list', 'aws', 200],
  ['PUT', '/v2/acme/app/manifests/2.0', writes, 201],
  ['POST', '/v2/acme/app/blobs/uploads/', writes, 202],
  ['POST', mounted, 'repository:acme/second:pull,push repository:acme/app:pull', 201],
  ['POST', `/v2/acme/second/blobs/uploads/?mount=${loose}`, 'repository:acme/second:pull,push', 201],
  ['DELETE', '/v2/acme/app/manifests/1.0', deletes, 202],
  ['DELETE', `/v2/acme/app/blobs/${loose}`, deletes, 202],
]

describe.each(requests)('%s %s', (method, url, scope, done) => {
  test.each([
    ['no token', undefined],
    ['a token that is no good', 'Bearer nonsense'],
  ])('with %s: the challenge names the scope, whose token does it', async (_, authorization) => {
    const refused = await send(method, url, authorization)
    expect({ status: refused.status, scope: toScope(refused.headers) }).toEqual({ status: 401, scope })
    const basic = toBasic(await api.password('owner'))
    const query = new URLSearchParams({ service: 'localhost:5050', scope })
    const { text } = await api.send('GET', `/token/?${query}`, { authorization: basic })
    const { token } = JSON.parse(text)
    expect((await send(method, url, `Bearer ${token}`)).status).toBe(done)
  })
})

test('a token that was asked for too little is told the same scope', async () => {
  const token = await api.token('owner', 'repository:acme/second:pull')
  for (const [method, url, scope] of requests.filter(([, , wanted]) => wanted !== 'aws')) {
    const { status, headers } = await send(method, url, `Bearer ${token}`)
    expect({ status, scope: toScope(headers) }).toEqual({ status: 401, scope })
  }
})

test('the token of a refused delete goes on pulling and pushing', async () => {
  const token = await api.token('owner', deletes)
  for (const [method, url] of [
    ['DELETE', '/v2/acme/app/manifests/1.0'],
    ['PUT', '/v2/acme/app/manifests/2.0'],
    ['GET', '/v2/acme/app/manifests/2.0'],
  ] as const) {
    expect((await send(method, url, `Bearer ${token}`)).status).toBeLessThan(300)
  }
})

test.each([
  '/v2/acme/a"b/blobs/uploads/',
  '/v2/acme/a%22,realm=%22http://elsewhere/blobs/uploads/',
  `/v2/acme/${'a'.repeat(5_000)}/blobs/uploads/`,
  `/v2/acme/app/blobs/uploads/?mount=${loose}&from=x%22,realm=%22y`,
])('nothing of the address gets out of its quotes: %s', async (url) => {
  const { status, headers } = await send('POST', url)
  expect(status).toBe(401)
  expect(['aws', writes]).toContain(toScope(headers))
  expect(headers['www-authenticate']?.match(/"/g)).toHaveLength(6)
})
