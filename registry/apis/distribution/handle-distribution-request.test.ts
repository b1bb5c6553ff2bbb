import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
  type Sent,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'

let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0')
})
afterAll(() => api.close())

test.each(['/v2/', '/v2'])('%s says that the distribution API is here', async (url) => {
  for (const method of ['GET', 'HEAD']) {
    expect(await api.send(method, url, { as: 'anyone' })).toMatchObject({
      status: 200,
      headers: { 'docker-distribution-api-version': 'registry/2.0' },
    })
  }
})

test('an unknown repository is told in the original’s words, whoever asks', async () => {
  for (const as of ['anyone', 'owner', 'gallery'] as const) {
    expect(await api.send('GET', '/v2/acme/myartifacts/tags/list', { as })).toMatchObject({
      status: 404,
      error: 'NAME_UNKNOWN',
      text: expect.stringContaining(
        "The repository with name 'myartifacts' does not exist in the registry with id 'acme'",
      ),
    })
    expect(await api.send('GET', '/v2/nobody/myartifacts/tags/list', { as })).toMatchObject({
      status: 404,
      error: 'NAME_UNKNOWN',
    })
  }
})

test.each([
  ['POST', 'blobs/uploads/'],
  ['HEAD', 'manifests/1'],
  ['GET', 'manifests/1'],
  ['PUT', 'manifests/1'],
  ['GET', `blobs/${toDescriptor('x').digest}`],
  ['GET', 'tags/list'],
  ['DELETE', 'manifests/1'],
])('%s of a name without an alias says that the registry alias is missing: %s', async (method, path) => {
  const answer = await api.send(method, `/v2/img/${path}`, { body: '{}' })
  expect(answer).toMatchObject({ status: 404, error: 'NAME_UNKNOWN' })
  const [{ message }] = JSON.parse(answer.text).errors
  expect(message).toContain("registry alias is missing before 'img'")
  expect(message).toContain('localhost:5050/ALIAS/NAME:TAG')
  expect(message).not.toContain("''")
})

test.each([
  ['acme', "name of the repository is missing: 'acme' is the alias"],
  ['nobody/app', "No registry has the alias 'nobody'"],
  ['acme/new', 'aws ecr-public create-repository --repository-name new'],
  ['Img', 'such as a1b2c3d4/app'],
])('a push to %s says what to do', async (path, advice) => {
  const { status, text } = await api.send('POST', `/v2/${path}/blobs/uploads/`)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(JSON.parse(text).errors[0].message).toContain(advice)
})

test('a client that asks for the catalog is told where repositories are listed', async () => {
  const { status, text } = await api.send('GET', '/v2/_catalog?n=10', { as: 'anyone' })
  expect(status).toBe(404)
  const { message } = JSON.parse(text).errors[0]
  expect(message).toContain('aws ecr-public describe-repositories')
  expect(message).toContain('http://localhost:3000/search')
})

test('the namespace that a mirror is asked for changes nothing, on any route', async () => {
  const { digest } = toDescriptor('layer')
  const headers = { 'oci-namespace': 'docker.io' }
  for (const path of ['manifests/1.0', `blobs/${digest}`, 'tags/list', `referrers/${digest}`]) {
    const plain = await api.send('GET', `/v2/acme/app/${path}`)
    const asked = await api.send('GET', `/v2/acme/app/${path}?ns=docker.io`, { headers })
    expect(asked, path).toEqual(plain)
    expect(asked).toMatchObject({ status: 200 })
  }
  const begun = await api.send('POST', '/v2/acme/app/blobs/uploads/?ns=docker.io', { headers })
  const upload = `${begun.headers.location}?ns=docker.io&digest=${toDescriptor('x').digest}`
  expect(await api.send('PUT', upload, { body: 'x', headers })).toMatchObject({ status: 201 })
})

test('a push creates no repository', async () => {
  for (const [method, url] of [
    ['POST', '/v2/acme/new/blobs/uploads/'],
    ['PUT', '/v2/acme/new/manifests/1.0'],
    ['POST', '/v2/nobody/new/blobs/uploads/'],
  ] as const) {
    expect(await api.send(method, url, { body: '{}' })).toMatchObject({ status: 404, error: 'NAME_UNKNOWN' })
  }
})

test.each([
  'acme/App',
  'acme/a',
  'acme/a__b',
  'acme/-a',
  'acme/a%2Fb',
  'acme//a',
  'Acme/app',
  '../app',
  'acme/..',
  `acme/${'x'.repeat(206)}`,
  'acme/ä',
])('%s is no name of a repository: 400', async (name) => {
  for (const path of ['tags/list', 'manifests/1.0', `blobs/${toDescriptor('x').digest}`]) {
    expect(await api.send('GET', `/v2/${name}/${path}`)).toMatchObject({ status: 400, error: 'NAME_INVALID' })
  }
  expect(await api.send('POST', `/v2/${name}/blobs/uploads/`)).toMatchObject({ error: 'NAME_INVALID' })
})

test('names may hold the words of the API, because they are read from the end', async () => {
  for (const repositoryName of ['manifests/blobs', 'blobs/uploads', 'tags/list', 'x/referrers/y']) {
    await api.call('CreateRepository', { repositoryName })
    const { manifest } = await pushImage(api, `acme/${repositoryName}`, 'uploads')
    const answer = await api.send('GET', `/v2/acme/${repositoryName}/manifests/uploads`)
    expect(answer, repositoryName).toMatchObject({ status: 200, text: manifest })
    expect(await api.send('GET', `/v2/acme/${repositoryName}/tags/list`)).toMatchObject({
      text: JSON.stringify({ name: `acme/${repositoryName}`, tags: ['uploads'] }),
    })
  }
})

test('a repository is reached by every alias of its registry', async () => {
  const alias = { account_id: '111111111111', status: 'ACTIVE', is_primary: 0, is_default: 1 } as const
  await api.service.store.transaction(async (tx) => {
    await databaseOf(tx)
      .insertInto('alias')
      .values({ ...alias, name: 'a1b2c3d4', created_at: '' })
      .execute()
  })
  expect(await api.send('GET', '/v2/a1b2c3d4/app/tags/list')).toMatchObject({
    status: 200,
    text: '{"name":"a1b2c3d4/app","tags":["1.0"]}',
  })
})

test.each([
  ['PATCH', '/v2/acme/app/manifests/1.0', 'GET, HEAD, PUT, DELETE'],
  ['POST', '/v2/acme/app/tags/list', 'GET, HEAD'],
  ['PUT', '/v2/acme/app/blobs/uploads/', 'POST'],
  ['DELETE', '/v2/acme/app/referrers/x', 'GET, HEAD'],
  ['POST', '/v2/acme/app/blobs/x', 'GET, HEAD, DELETE'],
])('%s of %s is not there; what is there is told', async (method, url, allow) => {
  expect(await api.send(method, url)).toMatchObject({ status: 405, error: 'UNSUPPORTED', headers: { allow } })
})

test.each([
  '/v2/_catalog',
  '/v2/acme/app',
  '/v2/acme/app/',
  '/v2/acme/app/manifests/',
  '/v2/acme/app/tags/',
  '/v2//',
])('there is nothing at %s', async (url) => {
  expect(await api.send('GET', url)).toMatchObject({ status: 404, error: 'UNSUPPORTED' })
})

test('a repository that is deleted while a request for it runs is unknown, and nothing is left of the request', async () => {
  await api.call('CreateRepository', { repositoryName: 'brief' })
  const upload = (await api.send('POST', '/v2/acme/brief/blobs/uploads/')).headers.location
  const deleteFirst = (content: string) =>
    (async function* () {
      await api.call('DeleteRepository', { repositoryName: 'brief', force: true })
      yield Buffer.from(content)
    })()
  const { digest } = toDescriptor('late')
  expect(await api.send('PUT', `${upload}?digest=${digest}`, { body: deleteFirst('late') })).toMatchObject({
    status: 404,
    error: 'NAME_UNKNOWN',
  })
  await api.call('CreateRepository', { repositoryName: 'brief' })
  const index = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}'
  expect(await api.send('PUT', '/v2/acme/brief/manifests/1.0', { body: deleteFirst(index) })).toMatchObject({
    status: 404,
    error: 'NAME_UNKNOWN',
  })
})

/** Anything at all is answered in the form of the specification, and never as a failure of the registry. */
function expectOrderly(answer: Sent, what: string): void {
  expect(answer.status, what).toBeLessThan(500)
  if (answer.status >= 400 && answer.text !== '') {
    expect(JSON.parse(answer.text), what).toEqual({
      errors: [{ code: expect.any(String), message: expect.any(String) }],
    })
  }
}

const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS')
const word = fc.oneof(
  fc.constantFrom(
    'v2',
    'acme',
    'app',
    'manifests',
    'blobs',
    'uploads',
    'tags',
    'list',
    'referrers',
    '..',
    '',
  ),
  fc.constant(toDescriptor('{}').digest),
  fc.webSegment(),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replace(/[\s#]/g, '')),
)
const query = fc.webQueryParameters()

test('whatever address is asked for, the answer is an orderly one', async () => {
  await fc.assert(
    fc.asyncProperty(method, fc.array(word, { maxLength: 8 }), query, async (verb, words, parameters) => {
      const url = `/v2/${words.join('/')}?${parameters}`
      expectOrderly(await api.send(verb, url), `${verb} ${url}`)
    }),
    { numRuns: 500 },
  )
})

test('whatever headers and parameters come with a push, the answer is an orderly one', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const headers = fc.record(
    { 'content-range': text, 'content-type': text, 'content-length': text, range: text, 'if-range': text },
    { requiredKeys: [] },
  )
  const parameters = fc.dictionary(
    fc.constantFrom('digest', 'mount', 'from', 'tag', 'n', 'last', 'artifactType'),
    text,
  )
  const place = fc.constantFrom(
    'manifests/1.0',
    `manifests/${toDescriptor('{}').digest}`,
    'blobs/uploads/',
    'tags/list',
  )
  await fc.assert(
    fc.asyncProperty(
      method,
      place,
      headers,
      parameters,
      fc.uint8Array(),
      async (verb, path, given, asked, body) => {
        const url = `/v2/acme/app/${path}?${new URLSearchParams(asked)}`
        expectOrderly(await api.send(verb, url, { headers: given, body }), `${verb} ${url}`)
      },
    ),
    { numRuns: 500 },
  )
})

test('a name is unknown when it could be one, and invalid otherwise', async () => {
  const name = fc.oneof(fc.stringMatching(/^[a-z0-9._/-]{1,40}$/), fc.string({ maxLength: 40 }))
  await fc.assert(
    fc.asyncProperty(name, name, async (alias, repository) => {
      const path = `${alias}/${repository}`
      if (/[?#\s]/.test(path)) return
      const first = path.slice(0, path.indexOf('/'))
      const rest = path.slice(path.indexOf('/') + 1)
      const isName = isRegistryAlias(first) && isRepositoryName(rest)
      const { status, error } = await api.send('GET', `/v2/${path}/tags/list`)
      if (status !== 200) expect(error).toBe(isName ? 'NAME_UNKNOWN' : 'NAME_INVALID')
    }),
    { numRuns: 500 },
  )
})
