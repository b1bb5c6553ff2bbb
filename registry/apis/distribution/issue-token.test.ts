import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage } from '#testing/registry/distribution/push-image.ts'

const challenge = 'Bearer realm="http://localhost:5050/token/",service="localhost:5050",scope="aws"'
const manifest = '/v2/acme/app/manifests/1.0'
const uploads = '/v2/acme/app/blobs/uploads/'
let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0')
})
afterEach(() => api.close())

const withToken = (token: string, method = 'GET', url = manifest) =>
  api.send(method, url, { authorization: `Bearer ${token}` })
const ask = (query: string, authorization?: string) =>
  api.send('GET', `/token/${query}`, authorization === undefined ? { as: 'nobody' } : { authorization })
const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))

test.each(['/v2/', '/v2', manifest, '/v2/acme/none/tags/list', '/v2/UPPER/x/tags/list'])(
  '%s without a token is answered as the original does',
  async (url) => {
    const { status, headers, text } = await api.send('GET', url, { as: 'nobody' })
    expect({ status, text }).toEqual({
      status: 401,
      text: '{"errors":[{"code":"DENIED","message":"Not Authorized"}]}',
    })
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'docker-distribution-api-version': 'registry/2.0',
      'www-authenticate': challenge,
    })
  },
)

test.each([
  '',
  '?service=localhost:5050&scope=aws',
  '?scope=repository:acme/app:pull',
  '?scope=nonsense%20aws',
])('anybody gets a token from /token/%s that pulls, and does nothing else', async (query) => {
  const { status, text } = await ask(query)
  const { token, expires_in } = JSON.parse(text)
  expect({ status, expires_in }).toEqual({ status: 200, expires_in: 900 })
  expect(await withToken(token, 'GET', '/v2/')).toMatchObject({ status: 200, text: '{}' })
  expect(await withToken(token)).toMatchObject({ status: 200 })
  expect(await withToken(token, 'POST', uploads)).toMatchObject({ status: 401, error: 'DENIED' })
  expect(await withToken(token, 'DELETE', manifest)).toMatchObject({ status: 401, error: 'DENIED' })
})

test('a token holds the scopes that it was asked for, and covers nothing more', async () => {
  const pull = await api.token('owner', 'repository:acme/second:pull')
  expect(payloadOf(pull).scopes).toEqual([{ repository: 'acme/second', actions: ['pull'] }])
  const refused = await withToken(pull)
  expect(refused).toMatchObject({ status: 401, error: 'DENIED' })
  expect(refused.headers['www-authenticate']).toBe(
    'Bearer realm="http://localhost:5050/token/",service="localhost:5050",scope="repository:acme/app:pull",error="insufficient_scope"',
  )
  expect(await withToken(pull, 'GET', '/v2/acme/second/tags/list')).toMatchObject({ status: 200 })
  expect(await withToken(pull, 'POST', '/v2/acme/second/blobs/uploads/')).toMatchObject({ status: 401 })

  const both = await api.token('owner', 'repository:acme/app:pull repository:acme/second:push,pull')
  expect(await withToken(both)).toMatchObject({ status: 200 })
  expect(await withToken(both, 'POST', uploads)).toMatchObject({ status: 401 })
  expect(await withToken(both, 'POST', '/v2/acme/second/blobs/uploads/')).toMatchObject({ status: 202 })
})

test.each(['aws', 'repository:acme/app:pull,push', ''])(
  'a token to push (%j) cannot delete',
  async (scope) => {
    const token = await api.token('owner', ...(scope === '' ? [] : [scope]))
    expect(await withToken(token, 'POST', uploads)).toMatchObject({ status: 202 })
    const refused = await withToken(token, 'DELETE', manifest)
    expect(refused).toMatchObject({ status: 401, error: 'DENIED' })
    expect(refused.headers['www-authenticate']).toContain('scope="repository:acme/app:pull,push,delete"')
    expect(await withToken(token)).toMatchObject({ status: 200 })
  },
)

test.each(['repository:acme/app:delete', 'repository:acme/app:*', 'repository(plugin):acme/app:pull,delete'])(
  'a token for %s deletes',
  async (scope) => {
    expect(await withToken(await api.token('owner', scope), 'DELETE', manifest)).toMatchObject({
      status: 202,
    })
  },
)

test("no scope gives more than the principal has: not in another's registry, and not to the gallery", async () => {
  for (const as of ['other', 'gallery'] as const) {
    const token = await api.token(as, 'repository:acme/app:*')
    expect(await withToken(token), as).toMatchObject({ status: 200 })
    for (const [method, url] of [
      ['POST', uploads],
      ['DELETE', manifest],
    ] as const) {
      expect([401, 403], as).toContain((await withToken(token, method, url)).status)
    }
  }
})

test('a login works as Basic, as Bearer and as the Bearer of AWS’s guide, on /token/ and on /v2/', async () => {
  const password = await api.password('owner')
  const basic = toBasic(password)
  for (const authorization of [
    basic,
    `Bearer ${password}`,
    basic.replace('Basic', 'Bearer'),
    basic.replace('Basic', 'basic'),
  ]) {
    expect(await api.send('POST', uploads, { authorization })).toMatchObject({ status: 202 })
    const { token } = JSON.parse((await ask('?scope=repository:acme/app:push', authorization)).text)
    expect(payloadOf(token).login).toMatchObject({ accessKeyId: 'AKIAOWNER' })
  }
})

test.each([
  ['a word', 'Bearer nonsense'],
  ['no scheme', 'nonsense'],
  ['an empty header', ''],
  ['another scheme', 'Digest username="AWS"'],
  ['another user', `Basic ${Buffer.from('root:x').toString('base64')}`],
  ['a wrong password', toBasic('wrong')],
  ['three parts that are no token', 'Bearer a.b.c'],
  ['very much', `Bearer ${'x.'.repeat(5_000)}`],
])('%s is refused with a challenge', async (_, authorization) => {
  const { headers, ...refused } = await api.send('GET', manifest, { authorization })
  expect(refused).toMatchObject({ status: 401, error: 'DENIED' })
  expect(refused.text).toContain('Your Authorization Token is invalid.')
  expect(headers['www-authenticate']).toBe(`${challenge},error="invalid_token"`)
  expect(await ask('', authorization)).toMatchObject({
    status: 401,
    error: 'UNAUTHORIZED',
    headers: { 'www-authenticate': expect.stringContaining('Basic ') },
  })
})

test('a token is good for 15 minutes, and then refused with a challenge', async () => {
  const token = await api.token('owner')
  api.setTime('2026-03-01T12:14:59.000Z')
  expect(await withToken(token)).toMatchObject({ status: 200 })
  api.setTime('2026-03-01T12:15:00.000Z')
  const refused = await withToken(token)
  expect(refused).toMatchObject({ status: 401, error: 'DENIED' })
  expect(refused.text).toContain('Your authorization token has expired. Reauthenticate and try again.')
  expect(refused.headers['www-authenticate']).toBe(`${challenge},error="invalid_token"`)
})

test.each(['', '?scope=aws', '?scope=repository:acme/app:pull', '?scope=repository:acme/app:pull&scope=aws'])(
  'a login that has expired still gets a token to pull from /token/%s',
  async (query) => {
    const authorization = toBasic(await api.password('owner'))
    api.setTime('2026-03-02T00:00:01.000Z')
    expect(await api.send('GET', manifest, { authorization })).toMatchObject({ status: 401 })
    const { status, text } = await ask(query, authorization)
    expect(status).toBe(200)
    const { token } = JSON.parse(text)
    expect(await withToken(token)).toMatchObject({ status: 200 })
    expect(await withToken(token, 'POST', uploads)).toMatchObject({ status: 401 })
  },
)

test('a login that has expired is told so when it asks for more than to pull', async () => {
  const authorization = toBasic(await api.password('owner'))
  api.setTime('2026-03-02T00:00:01.000Z')
  for (const actions of ['push', 'pull,push', '*', 'delete']) {
    expect(await ask(`?scope=repository:acme/app:${actions}`, authorization)).toMatchObject({
      status: 401,
      error: 'UNAUTHORIZED',
      text: expect.stringContaining('has expired'),
    })
  }
})

test('tokens of a key that was taken back, or has expired, are good for nothing', async () => {
  const token = await api.token('owner')
  const basic = toBasic(await api.password('owner'))
  expect(await withToken(token)).toMatchObject({ status: 200 })
  const { store } = api.service
  const isOwners = ['access_key_id', '=', 'AKIAOWNER'] as const
  const ended = { expires_at: '2026-03-01T11:00:00.000Z' }
  await store.transaction((tx) =>
    databaseOf(tx)
      .updateTable('access_key')
      .set(ended)
      .where(...isOwners)
      .execute(),
  )
  expect(await withToken(token)).toMatchObject({ status: 401, text: expect.stringContaining('expired') })
  await store.transaction((tx) =>
    databaseOf(tx)
      .deleteFrom('access_key')
      .where(...isOwners)
      .execute(),
  )
  expect(await withToken(token)).toMatchObject({ status: 401, text: expect.stringContaining('invalid') })
  expect(await ask('', basic)).toMatchObject({ status: 401, error: 'UNAUTHORIZED' })
})

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signClaims = (key: Uint8Array, header: object, payload: object, audience = 'registry') =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: 'HS256', ...header })
    .setAudience(audience)
    .setIssuedAt(1_772_366_400)
    .setExpirationTime(1_772_370_000)
    .sign(key)

test('a forged token is refused, whatever its header says of algorithms and keys', async () => {
  const { keys } = api.service
  const own = keys.derive('registry-token')
  const foreign = new Uint8Array(32).fill(7)
  const jwk = { kty: 'oct', k: Buffer.from(foreign).toString('base64url') }
  const { login } = payloadOf(await api.token('owner'))
  const claims = { login, scopes: [{ repository: null, actions: ['pull', 'push', 'delete'] }] }
  const sign = (key: Uint8Array, header: object = {}, payload: object = claims, audience = 'registry') =>
    signClaims(key, header, payload, audience)
  // What all of them have in common is right: so signed, it is accepted.
  expect(await withToken(await sign(own), 'POST', uploads)).toMatchObject({ status: 202 })
  const valid = await sign(own)
  const [header = '', payload = '', signature = ''] = valid.split('.')
  const forged = {
    'no algorithm': `${encode({ alg: 'none' })}.${payload}.`,
    'no algorithm, and a signature': `${encode({ alg: 'none' })}.${payload}.${signature}`,
    'another key': await sign(foreign),
    'a key in the header': await sign(foreign, { jwk }),
    'a key at an address': await sign(foreign, { jku: 'http://127.0.0.1:1/keys', kid: 'x' }),
    'the name of another key, as a path': await sign(foreign, { kid: '../../dev/null' }),
    'a certificate in the header': await sign(foreign, { x5c: ['AAAA'], x5u: 'http://127.0.0.1:1/' }),
    'an empty key': await sign(new Uint8Array(32), { kid: '' }),
    'another algorithm': await sign(Buffer.concat([own, own]), { alg: 'HS512' }),
    'an asymmetric algorithm': `${encode({ alg: 'RS256' })}.${payload}.${signature}`,
    'an algorithm in other letters': `${encode({ alg: 'hs256' })}.${payload}.${signature}`,
    'a critical extension': `${encode({ alg: 'HS256', crit: ['x'], x: 1 })}.${payload}.${signature}`,
    'another audience': await sign(own, {}, claims, 'registry-login'),
    'the audience of a login, with the key of tokens': await sign(own, {}, login, 'registry-login'),
    'the audience of tokens, with the key of logins': await sign(keys.derive('login-token')),
    'another payload': `${header}.${encode({ ...payloadOf(valid), more: true })}.${signature}`,
    'wider scopes': `${header}.${encode({ ...payloadOf(valid), scopes: claims.scopes })}.${signature.slice(1)}`,
    'no signature': `${header}.${payload}.`,
    'no scopes': await sign(own, {}, { login }),
    'an unknown action': await sign(own, {}, { login, scopes: [{ repository: null, actions: ['admin'] }] }),
    'a key of another account': await sign(
      own,
      {},
      { ...claims, login: { ...login, accountId: '222222222222' } },
    ),
    'a key of another user': await sign(own, {}, { ...claims, login: { ...login, principalId: 'AIDAX' } }),
    'an earlier generation': await sign(own, {}, { ...claims, login: { ...login, generation: '0.-1' } }),
  }
  for (const [name, token] of Object.entries(forged)) {
    expect(await withToken(token), name).toMatchObject({ status: 401, error: 'DENIED' })
  }
})

test('a token that never expires is refused', async () => {
  const token = await new SignJWT({ login: null, scopes: [] })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('registry')
    .sign(api.service.keys.derive('registry-token'))
  expect(await withToken(token)).toMatchObject({ status: 401 })
})

test('the challenge names the host by which the client came, and never one that is no host', async () => {
  const realmFor = async (host: string) => {
    const { headers } = await api.send('GET', '/v2/', { as: 'nobody', headers: { host } })
    return /realm="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1]
  }
  expect(await realmFor('127.0.0.1:5050')).toBe('http://127.0.0.1:5050/token/')
  expect(await realmFor('[::1]:5050')).toBe('http://[::1]:5050/token/')
  for (const host of ['x"y', 'a b', 'x/..', 'user@host', '', 'x\r\ny']) {
    expect(await realmFor(host), host).toBe('http://localhost:5050/token/')
  }
})

test('/token/ answers GET and HEAD alone', async () => {
  expect(await api.send('HEAD', '/token/', { as: 'nobody' })).toMatchObject({ status: 200 })
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect(await api.send(method, '/token/', { as: 'nobody' })).toMatchObject({
      status: 405,
      error: 'UNSUPPORTED',
      headers: { allow: 'GET, HEAD' },
    })
  }
})

test('very many and very long scopes do no harm', async () => {
  const scopes = Array.from({ length: 50 }, (_, at) => `repository:acme/r${at}:pull`)
  const token = await api.token('nobody', ...scopes)
  expect(payloadOf(token).scopes).toHaveLength(50)
  expect(await withToken(token, 'GET', '/v2/')).toMatchObject({ status: 200 })
  const query = new URLSearchParams([...scopes, 'aws'].map((scope) => ['scope', scope]))
  expect(await api.send('GET', `/token/?${query}`, { as: 'nobody' })).toMatchObject({
    status: 400,
    text: '{"errors":[{"code":"UNSUPPORTED","message":"A token can be asked for 50 scopes at most; this request names 51."}]}',
  })
  const long = await api.token('nobody', `repository:${'x'.repeat(8_000)}:pull`)
  expect(await withToken(long, 'GET', '/v2/')).toMatchObject({ status: 200 })
})
