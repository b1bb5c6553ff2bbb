import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import { answer, type FakeRegistry, startFakeRegistry } from '#testing/fake-registry.ts'
import { listReferrers } from './list-referrers.ts'
import { createRegistryClient } from './registry-client.ts'

const digest = toDigest('sha256', Buffer.from('image'))
const path = `/v2/acme/web/referrers/${digest}`
const fallbackPath = `/v2/acme/web/manifests/${digest.replace(':', '-')}`
const ok = { 'content-type': OCI_INDEX }

function toIndex(...names: string[]): string {
  const manifests = names.map((name) => ({
    mediaType: OCI_IMAGE,
    digest: toDigest('sha256', Buffer.from(name)),
    size: 2,
    artifactType: name,
  }))
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })
}

let registry: FakeRegistry
beforeEach(async () => {
  registry = await startFakeRegistry()
})
afterEach(() => registry.close())

async function list() {
  const client = createRegistryClient({ baseUrl: registry.origin, timeoutMs: 500 })
  const found = await listReferrers(client, 'acme/web', digest)
  return found.map(({ artifactType }) => artifactType)
}

test('pages are followed, at this address only', async () => {
  registry.handle = (request, response) =>
    request.url === path
      ? answer(
          response,
          200,
          { ...ok, link: '<http://elsewhere.example/x?last=a>; rel="next"' },
          toIndex('a/a'),
        )
      : answer(response, 200, ok, toIndex('b/b'))
  expect(await list()).toEqual(['a/a', 'b/b'])
  expect(registry.requests).toEqual([`GET ${path}`, `GET ${path}?last=a`])
})

test('pages without end come to one', async () => {
  registry.handle = (_, response) =>
    answer(response, 200, { ...ok, link: '<?last=a>; rel="next"' }, toIndex('a/a'))
  await list()
  expect(registry.requests.length).toBeLessThanOrEqual(5)
})

test.each([
  [404, {}],
  [400, {}],
  [405, {}],
  [200, { 'content-type': 'text/html' }],
])(
  'a registry without the endpoint (%i) is asked for the tag made from the digest',
  async (status, headers) => {
    registry.handle = (request, response) =>
      request.url === fallbackPath
        ? answer(response, 200, ok, toIndex('a/sig'))
        : answer(response, status, headers as Record<string, string>, '<html>')
    expect(await list()).toEqual(['a/sig'])
  },
)

test('without either there are none', async () => {
  expect(await list()).toEqual([])
})

test.each([
  [429, 'throttled'],
  [403, 'unauthorized'],
  [503, 'server'],
])('%i is no sign that there are none', async (status, kind) => {
  registry.handle = (_, response) => answer(response, status, {})
  await expect(list()).rejects.toMatchObject({ kind })
})
