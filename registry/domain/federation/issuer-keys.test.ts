/** Guards how often an issuer is asked for its keys, and what it may answer. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type FederationTest,
  openFederationTest,
  subject,
} from '#testing/registry/federation/open-federation-test.ts'
import { verifyWebIdentity } from './verify-web-identity.ts'

const discovery = 'https://token.example.com/.well-known/openid-configuration'
const keys = 'https://token.example.com/keys'

let federation: FederationTest

beforeEach(async () => {
  federation = await openFederationTest()
})
afterEach(() => federation[Symbol.asyncDispose]())

const verify = (token: string) => verifyWebIdentity(federation.service, token)
/** Times are given as minutes after twelve; tokens are signed to be good then. */
const setMinute = (minute: number) =>
  federation.fixture.setTime(new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString())
const sign = (header?: { kid: string }) => {
  const iat = Math.floor(federation.service.clock().getTime() / 1000)
  return federation.sign({ iat, exp: iat + 300 }, header)
}

test('the keys are read once for many tokens, and again after an hour', async () => {
  const token = await sign()
  await Promise.all(Array.from({ length: 20 }, () => verify(token)))
  expect(federation.issuer.asked).toEqual([discovery, keys])
  setMinute(59)
  await verify(await sign())
  expect(federation.issuer.asked).toHaveLength(2)
  setMinute(60)
  await verify(await sign())
  expect(federation.issuer.asked).toHaveLength(4)
})

test('a new key is found at once; keys that nobody has make the issuer be asked once a minute at most', async () => {
  await verify(await sign())
  await federation.issuer.rotate()
  await verify(await sign())
  expect(federation.issuer.asked).toHaveLength(4)
  for (let attempt = 0; attempt < 50; attempt += 1) {
    await expect(verify(await sign({ kid: `made-up-${attempt}` }))).rejects.toThrow(/no key of its issuer's/)
  }
  expect(federation.issuer.asked).toHaveLength(4)
  setMinute(1)
  await expect(verify(await sign({ kid: 'made-up' }))).rejects.toThrow(/no key of its issuer's/)
  expect(federation.issuer.asked).toHaveLength(6)
})

test('a key that was withdrawn counts for an hour at most', async () => {
  const withdrawn = federation.issuer
  await verify(await sign())
  setMinute(61)
  const token = await sign()
  await withdrawn.rotate()
  await expect(verify(token)).rejects.toThrow(/no key of its issuer's/)
})

test('an issuer that is away is told as such, asked again after ten seconds, and logged', async () => {
  federation.issuer.answer(keys, new Error('connect ECONNREFUSED 10.0.0.7:443'))
  const token = await sign()
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const error = await verify(token).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'issuer-unavailable' })
    expect(String(error)).not.toContain('10.0.0.7')
  }
  expect(federation.issuer.asked).toHaveLength(2)
  expect(JSON.stringify(federation.fixture.log)).toContain('https://token.example.com/keys cannot be read')
  federation.issuer.answer(keys, { keys: [await federation.issuer.publicKey()] })
  federation.fixture.setTime('2026-03-01T12:00:10.000Z')
  expect(await verify(token)).toMatchObject({ subject })
})

test.each([
  ['the configuration is that of another issuer', { issuer: 'https://evil.example.com', jwks_uri: keys }],
  [
    'it leads to another host',
    { issuer: 'https://token.example.com', jwks_uri: 'https://metadata.example.com/keys' },
  ],
  ['it leads inside', { issuer: 'https://token.example.com', jwks_uri: 'http://169.254.169.254/latest' }],
  ['it leads to a file', { issuer: 'https://token.example.com', jwks_uri: 'file:///etc/passwd' }],
  ['it names no keys', { issuer: 'https://token.example.com' }],
  ['it is no object', 'keys'],
])('an issuer is not believed when %s', async (_, document) => {
  federation.issuer.answer(discovery, document)
  await expect(verify(await sign())).rejects.toMatchObject({ code: 'issuer-unavailable' })
  expect(federation.issuer.asked).toEqual([discovery])
})

test.each([
  ['a secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'key-0', alg: 'HS256' }],
  ['nothing', undefined],
])('an issuer that publishes %s as its key lets nobody in', async (_, key) => {
  federation.issuer.answer(keys, { keys: key === undefined ? [] : [key] })
  await expect(verify(await sign())).rejects.toMatchObject({ code: 'invalid-token' })
})

test('the address of the keys that the operator has written down needs no discovery', async () => {
  await using other = await openFederationTest({ jwksUri: 'https://keys.example.com/certs' })
  other.issuer.answer('https://keys.example.com/certs', { keys: [await other.issuer.publicKey()] })
  await verifyWebIdentity(other.service, await other.sign())
  expect(other.issuer.asked).toEqual(['https://keys.example.com/certs'])
})
