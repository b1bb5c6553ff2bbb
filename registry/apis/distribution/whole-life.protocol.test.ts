/**
 * Every kind of content through its whole life: pushed, listed, found, pulled, referred to and deleted over the wire, by a client that
 * authenticates by the challenge alone. It guards what the conformance program of the distribution specification looks at,
 * as one thing follows on another; the single rules are tested beside their routes.
 */
import { randomBytes } from 'node:crypto'
import { ECRPUBLIC } from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDigest } from '#lib/oci/digest.ts'
import { OCI_INDEX } from '#lib/oci/media-types.ts'
import {
  type ChallengeClient,
  createChallengeClient,
  type Told,
} from '#testing/registry/distribution/challenge-client.ts'
import { type Algorithm, absent, kindsOfContent } from '#testing/registry/distribution/kinds-of-content.ts'
import { toDescriptor, toIndex } from '#testing/registry/distribution/push-image.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'

let registry: RunningRegistry
let ask: ChallengeClient
/** Two repositories of the same registry, as they stand in paths. */
let one: string
let two: string

beforeAll(async () => {
  registry = await runRegistry()
  const credentials = fromIni({ filepath: registry.credentialsFile, profile: 'admin' })
  const api = new ECRPUBLIC({ endpoint: registry.endpoint, region: 'us-east-1', credentials })
  for (const repositoryName of ['one', 'two']) await api.createRepository({ repositoryName })
  const { repositories = [] } = await api.describeRepositories({})
  const paths = repositories.map(
    ({ repositoryUri = '' }) => `/v2/${repositoryUri.split('/').slice(1).join('/')}`,
  )
  one = paths[0] ?? ''
  two = paths[1] ?? ''
  const { authorizationData } = await api.getAuthorizationToken({})
  const token = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString()
  ask = createChallengeClient(registry.endpoint, token.slice('AWS:'.length))
})
afterAll(() => registry?.remove())

const location = ({ headers }: Told) => headers.get('location') ?? ''
const withDigest = (url: string, digest: string) => `${url}${url.includes('?') ? '&' : '?'}digest=${digest}`
const begin = async (repository: string, query = '') => {
  const begun = await ask(`${repository}/blobs/uploads/${query}`, { method: 'POST' })
  expect(begun.status).toBe(202)
  return location(begun)
}
/** Without the unit that ranges of downloads have. */
const toRange = (start: number, content: Uint8Array) => ({
  'content-range': `${start}-${start + content.length - 1}`,
  'content-type': 'application/octet-stream',
})

/** Each way to push a blob, to the answer of its last request. */
const ways: Record<
  string,
  (repository: string, content: Buffer<ArrayBuffer>, digest: string) => Promise<Told>
> = {
  'POST with all of it': (repository, body, digest) =>
    ask(withDigest(`${repository}/blobs/uploads/`, digest), { method: 'POST', body }),
  'POST, and PUT with all of it': async (repository, body, digest) =>
    ask(withDigest(await begin(repository), digest), { method: 'PUT', body }),
  'a stream': async (repository, body, digest) => {
    const url = await begin(repository)
    const sent = await ask(url, { method: 'PATCH', body, isStream: true })
    return ask(withDigest(location(sent), digest), { method: 'PUT' })
  },
  'chunks, and an empty PUT': async (repository, content, digest) => {
    const algorithm = parseDigest(digest)?.algorithm
    let url = await begin(repository, `?digest-algorithm=${algorithm}`)
    for (const [start, end] of toThirds(content)) {
      const body = content.subarray(start, end)
      const sent = await ask(url, { method: 'PATCH', body, headers: toRange(start, body) })
      expect({ status: sent.status, range: sent.headers.get('range') }).toEqual({
        status: 202,
        range: `0-${end - 1}`,
      })
      url = location(sent)
    }
    return ask(withDigest(url, digest), { method: 'PUT' })
  },
  'chunks out of order, which are refused and sent again, the last one with PUT': async (
    repository,
    content,
    digest,
  ) => {
    let url = await begin(repository)
    let done = 0
    let answer: Told | undefined
    for (const [start, end] of toThirds(content)) {
      const isLast = end === content.length
      const wrong = isLast ? content.subarray(0, start) : content.subarray(end)
      const method = isLast ? 'PUT' : 'PATCH'
      const target = isLast ? withDigest(url, digest) : url
      const headers = toRange(isLast ? 0 : end, wrong)
      expect((await ask(target, { method, body: wrong, headers })).status).toBe(416)
      const state = await ask(url)
      expect(state.status).toBe(204)
      if (done > 0) expect(state.headers.get('range')).toBe(`0-${done - 1}`)
      const next = isLast ? withDigest(location(state), digest) : location(state)
      const body = content.subarray(start, end)
      answer = await ask(next, { method, body, headers: toRange(start, body) })
      if (!isLast) url = location(answer)
      done = end
    }
    return answer ?? ask(url)
  },
}

function toThirds(content: Uint8Array): [start: number, end: number][] {
  const third = Math.floor(content.length / 3)
  return [
    [0, third],
    [third, 2 * third],
    [2 * third, content.length],
  ]
}

async function expectContent(
  path: string,
  content: Uint8Array,
  headers: Record<string, string>,
): Promise<void> {
  for (const method of ['HEAD', 'GET']) {
    const told = await ask(path, { method })
    expect(told.status, `${method} ${path}`).toBe(200)
    expect(Object.fromEntries(told.headers), `${method} ${path}`).toMatchObject({
      'content-length': String(content.length),
      ...headers,
    })
    expect(told.bytes.equals(method === 'GET' ? content : Buffer.alloc(0)), `${method} ${path}`).toBe(true)
  }
}

async function expectDeleted(path: string): Promise<void> {
  expect((await ask(path, { method: 'DELETE' })).status, path).toBe(202)
  for (const method of ['HEAD', 'DELETE']) expect((await ask(path, { method })).status, path).toBe(404)
}

const random = (bytes: number) => Buffer.from(randomBytes(bytes))

describe.each<Algorithm>(['sha256', 'sha512'])('a blob named by %s', (algorithm) => {
  const name = (content: Uint8Array) => toDescriptor(content, undefined, algorithm).digest

  test.each(Object.entries(ways))('is pushed by %s, pulled and deleted', async (_, push) => {
    const content = random(3067)
    const digest = name(content)
    const pushed = await push(one, content, digest)
    expect(pushed.status).toBe(201)
    expect(pushed.headers.get('docker-content-digest')).toBe(digest)
    await expectContent(location(pushed), content, { 'docker-content-digest': digest })
    await expectDeleted(`${one}/blobs/${digest}`)
  })

  test.each(Object.entries(ways))('is refused with other content, pushed by %s', async (_, push) => {
    const content = random(3067)
    const refused = await push(one, content, name(random(9)))
    expect(refused.status).toBe(400)
    expect(String(refused.bytes)).toContain('DIGEST_INVALID')
  })

  test.each(['', '{}'])('of the content %j is one like others', async (text) => {
    const content = Buffer.from(text)
    const pushed = await ask(withDigest(await begin(one), name(content)), { method: 'PUT', body: content })
    expect(pushed.status).toBe(201)
    await expectContent(`${one}/blobs/${name(content)}`, content, { 'docker-content-digest': name(content) })
    await expectDeleted(`${one}/blobs/${name(content)}`)
  })

  test('is mounted from where it is, named or not, and deleted in one repository stays in the other', async () => {
    for (const from of [`&from=${two.slice('/v2/'.length)}`, '']) {
      const content = random(512)
      const digest = name(content)
      const mount = `${one}/blobs/uploads/?mount=${digest}${from}`
      expect((await ask(mount, { method: 'POST' })).status).toBe(202)
      await ask(withDigest(`${two}/blobs/uploads/`, digest), { method: 'POST', body: content })
      const mounted = await ask(mount, { method: 'POST' })
      expect(mounted.status).toBe(201)
      await expectContent(location(mounted), content, { 'docker-content-digest': digest })
      await expectDeleted(`${two}/blobs/${digest}`)
      await expectContent(`${one}/blobs/${digest}`, content, {})
      await expectDeleted(`${one}/blobs/${digest}`)
    }
  })
})

test('an upload that is cancelled is gone', async () => {
  const url = await begin(one)
  expect((await ask(url, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(url)).status).toBe(404)
})

describe.each(Object.entries(kindsOfContent))('%s', (_, content) => {
  const { blobs, manifests, tags = ['tagged', 'Tagged'], algorithm = 'sha256', isTaggedByDigest } = content
  const typeOf = (manifest: string): string => JSON.parse(manifest).mediaType
  const digestOf = (manifest: string) => toDescriptor(manifest, undefined, algorithm).digest
  const last = manifests.at(-1) ?? ''

  async function put(manifest: string, reference: string, given: readonly string[] = []): Promise<void> {
    const query = new URLSearchParams(given.map((tag) => ['tag', tag]))
    const headers = { 'content-type': typeOf(manifest) }
    // Without a length, as a client may.
    const asked = { method: 'PUT', body: Buffer.from(manifest), headers, isStream: true }
    const told = await ask(`${one}/manifests/${reference}?${query}`, asked)
    expect(told.status, String(told.bytes)).toBe(201)
    expect(told.headers.get('docker-content-digest')).toBe(digestOf(manifest))
    expect(told.headers.get('oci-subject')).toBe(JSON.parse(manifest).subject?.digest ?? null)
    expect(told.headers.get('oci-tag')).toBe(given.length > 0 ? given.join(', ') : null)
    await expectManifest(location(told), manifest)
  }
  const expectManifest = (path: string, manifest: string) =>
    expectContent(path, Buffer.from(manifest), {
      'content-type': typeOf(manifest),
      'docker-content-digest': digestOf(manifest),
    })

  test('is pushed, listed, found, pulled, referred to and deleted', async () => {
    for (const blob of blobs) {
      const { digest } = toDescriptor(blob, undefined, algorithm)
      const pushed = await ask(withDigest(await begin(one), digest), {
        method: 'PUT',
        body: Buffer.from(blob),
      })
      expect(pushed.status).toBe(201)
    }
    for (const manifest of manifests) {
      await put(manifest, digestOf(manifest), manifest === last && isTaggedByDigest ? tags : [])
    }
    if (!isTaggedByDigest) for (const tag of tags) await put(last, tag)

    const list = async (query = '') => JSON.parse(String((await ask(`${one}/tags/list${query}`)).bytes)).tags
    expect(await list()).toEqual(tags.toSorted())
    expect(await list(`?last=${tags.toSorted()[0]}`)).toEqual(tags.toSorted().slice(1))
    for (const reference of [...tags, digestOf(last)])
      await expectManifest(`${one}/manifests/${reference}`, last)

    const bySubject = Map.groupBy(manifests, (manifest) => JSON.parse(manifest).subject?.digest)
    for (const [subject, referrers] of bySubject) {
      if (subject !== undefined) await expectReferrers(subject, referrers)
    }

    for (const tag of tags) await expectDeleted(`${one}/manifests/${tag}`)
    for (const manifest of manifests.toReversed())
      await expectDeleted(`${one}/manifests/${digestOf(manifest)}`)
    for (const subject of bySubject.keys()) if (subject !== undefined) await expectReferrers(subject, [])
    for (const blob of blobs)
      await expectDeleted(`${one}/blobs/${toDescriptor(blob, undefined, algorithm).digest}`)
    expect(await list()).toEqual([])
  })

  async function expectReferrers(subject: string, referrers: readonly string[]): Promise<void> {
    const read = async (query = '') => {
      const { headers, bytes } = await ask(`${one}/referrers/${subject}${query}`)
      expect(headers.get('content-type')).toBe(OCI_INDEX)
      return { filters: headers.get('oci-filters-applied'), ...JSON.parse(String(bytes)) }
    }
    const expected = referrers.map((referrer) => {
      const { mediaType, artifactType, config: own, annotations: notes } = JSON.parse(referrer)
      const type = artifactType ?? own?.mediaType
      return {
        ...toDescriptor(referrer, mediaType, algorithm),
        ...(type !== undefined && { artifactType: type }),
        ...(notes !== undefined && { annotations: notes }),
      }
    })
    const all = await read()
    expect(all).toMatchObject({ schemaVersion: 2, mediaType: OCI_INDEX, filters: null })
    expect(all.manifests).toHaveLength(expected.length)
    expect(all.manifests).toEqual(expect.arrayContaining(expected))
    for (const { artifactType } of expected) {
      if (artifactType === undefined) continue
      const filtered = await read(`?${new URLSearchParams({ artifactType })}`)
      expect(filtered.filters).toBe('artifactType')
      const wanted = expected.filter((one) => one.artifactType === artifactType)
      expect(filtered.manifests).toHaveLength(wanted.length)
      expect(filtered.manifests).toEqual(expect.arrayContaining(wanted))
    }
  }
})

test('a manifest with another digest than its own is refused, and a digest that is none is no tag', async () => {
  const manifest = Buffer.from(toIndex([]))
  const headers = { 'content-type': OCI_INDEX }
  for (const [reference, status] of [
    [absent.digest, 404],
    ['sha256:baddigeststring', 400],
  ] as const) {
    const told = await ask(`${one}/manifests/${reference}`, { method: 'PUT', body: manifest, headers })
    expect(told.status, reference).toBe(400)
    expect((await ask(`${one}/manifests/${reference}`)).status, reference).toBe(status)
  }
})
