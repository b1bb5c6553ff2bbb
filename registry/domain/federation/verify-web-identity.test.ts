/** Guards which tokens of an issuer are taken, and that each other one is refused with a reason and nothing internal. */
import fc from 'fast-check'
import { base64url, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  audience,
  type FederationTest,
  nowSeconds,
  openFederationTest,
  subject,
} from '#testing/registry/federation/open-federation-test.ts'
import { verifyWebIdentity } from './verify-web-identity.ts'

let federation: FederationTest

beforeEach(async () => {
  federation = await openFederationTest()
})
afterEach(() => federation[Symbol.asyncDispose]())

const verify = (token: string) => verifyWebIdentity(federation.service, token)

test('a token of a configured issuer says who it is', async () => {
  expect(await verify(await federation.sign({ repository: 'acme/app' }))).toMatchObject({
    provider: 'token.example.com',
    subject,
    audiences: [audience],
    claims: { repository: 'acme/app' },
  })
})

type Case = [string, Record<string, unknown>, Partial<JWTHeaderParameters>?]

test.each<Case>([
  ['it ended within the leeway', { exp: nowSeconds - 29 }],
  ['it begins within the leeway', { nbf: nowSeconds + 29, iat: nowSeconds + 29 }],
  ['its type is JWT', {}, { typ: 'JWT' }],
  ['its header names a key of its own, which is not looked at', {}, { jku: 'https://evil.example.com/keys' }],
  ['it was issued less than a day ago', { iat: nowSeconds - 86_000 }],
])('a token is taken when %s', async (_, claims, header) => {
  expect(await verify(await federation.sign(claims, header))).toMatchObject({ subject })
  expect(federation.issuer.asked.every((url) => url.startsWith('https://token.example.com/'))).toBe(true)
})

test.each<[...Case, string, RegExp]>([
  ['it has ended', { exp: nowSeconds - 31 }, {}, 'expired-token', /expired/],
  ['it does not begin yet', { nbf: nowSeconds + 31 }, {}, 'invalid-token', /'nbf'/],
  ['it was issued in the future', { iat: nowSeconds + 31 }, {}, 'invalid-token', /'iat'/],
  ['it was issued more than a day ago', { iat: nowSeconds - 87_000 }, {}, 'expired-token', /expired/],
  ['it has no end', { exp: undefined }, {}, 'invalid-token', /'exp'/],
  ['it does not say when it was issued', { iat: undefined }, {}, 'invalid-token', /'iat'/],
  ['it names no subject', { sub: undefined }, {}, 'invalid-token', /'sub'/],
  ['its subject is empty', { sub: '' }, {}, 'invalid-token', /no subject/],
  ['it names no audience', { aud: undefined }, {}, 'invalid-token', /'aud'/],
  ['its audience is another', { aud: 'sts.example.com' }, {}, 'invalid-token', /another audience/],
  [
    'its audience only begins alike',
    { aud: `${audience}.evil.com` },
    {},
    'invalid-token',
    /another audience/,
  ],
  ['it is good elsewhere too', { aud: [audience, 'other'] }, {}, 'invalid-token', /another audience/],
  ['its list of audiences is empty', { aud: [] }, {}, 'invalid-token', /another audience/],
  ['its issuer is another', { iss: 'https://evil.example.com' }, {}, 'invalid-token', /issuer/],
  ['its issuer only ends with a slash', { iss: 'https://token.example.com/' }, {}, 'invalid-token', /issuer/],
  ['it names no issuer', { iss: undefined }, {}, 'invalid-token', /issuer/],
  ['it is an access token', {}, { typ: 'at+jwt' }, 'invalid-token', /no ID token/],
  ['it is a logout token', {}, { typ: 'logout+jwt' }, 'invalid-token', /no ID token/],
])('a token is refused when %s', async (_, claims, header, code, message) => {
  const token = await federation.sign(claims, header)
  await expect(verify(token)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('no token of any kind gets in with another algorithm or key than the issuer has', async () => {
  const { issuer, sign } = federation
  const [header = '', payload = '', signature = ''] = (await sign()).split('.')
  const withHeader = (changes: object) => {
    const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...changes }
    return `${base64url.encode(JSON.stringify(changed))}.${payload}`
  }
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const publicKey = await issuer.publicKey()
  const stranger = await generateKeyPair('RS256')
  const jwk = await exportJWK(stranger.publicKey)
  const byStranger = (changes: Partial<JWTHeaderParameters>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...changes }).sign(stranger.privateKey)
  const hmac = (secret: string) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-0' }).sign(Buffer.from(secret))
  const tokens: Record<string, string> = {
    'without a signature': new UnsecuredJWT(claims).encode(),
    'alg none, with the old signature': `${withHeader({ alg: 'none' })}.${signature}`,
    'alg NoNe': `${withHeader({ alg: 'NoNe' })}.`,
    'HS256 with the public key as JSON': await hmac(JSON.stringify(publicKey)),
    'HS256 with the modulus': await hmac(String(publicKey.n)),
    'something that must be understood': `${withHeader({ crit: ['made-up'], 'made-up': 1 })}.${signature}`,
    'another algorithm of the same key': `${withHeader({ alg: 'PS256' })}.${signature}`,
    'a key of its own in jwk': await byStranger({ jwk, kid: 'key-0' }),
    'a key of its own at jku': await byStranger({ jku: 'https://evil.example.com/keys', kid: 'key-0' }),
    'a certificate of its own': await byStranger({ x5c: ['MIIB'], kid: 'key-0' }),
    'the key id of a path': await byStranger({ kid: '../../dev/null' }),
    'no key id': await byStranger({}),
    'another payload': `${header}.${base64url.encode(JSON.stringify({ ...claims, sub: 'admin' }))}.${signature}`,
    'a broken signature': `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`,
    'no signature': `${header}.${payload}.`,
    'no token': 'token',
    'an empty text': '',
    'something long': 'a'.repeat(20_001),
    'an encrypted one': `${header}.a.b.c.d`,
  }
  for (const [name, token] of Object.entries(tokens)) {
    const outcome = await verify(token).catch((error: unknown) => error)
    expect(outcome, name).toMatchObject({ name: 'FederationError', code: 'invalid-token' })
  }
  expect(issuer.asked.filter((url) => url.includes('evil'))).toEqual([])
})

test('the algorithm is that of the issuer, whichever it is', async () => {
  await using other = await openFederationTest({ algorithms: ['ES256'] })
  const { issuer } = other
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const key = { ...(await exportJWK(publicKey)), kid: 'curve' }
  issuer.answer('https://token.example.com/keys', { keys: [await issuer.publicKey(), key] })
  const token = await new SignJWT({ iss: issuer.issuer, aud: audience, sub: subject })
    .setProtectedHeader({ alg: 'ES256', kid: 'curve' })
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + 300)
    .sign(privateKey)
  expect(await verifyWebIdentity(other.service, token)).toMatchObject({ subject })
  const usual = verifyWebIdentity(other.service, await other.sign())
  await expect(usual).rejects.toThrow(/algorithm that is not allowed/)
})

test('whatever text comes as a token, the answer is a refusal, and the issuer is not asked for more than its keys', async () => {
  const [header = '', payload = '', signature = ''] = (await federation.sign()).split('.')
  const part = fc.oneof(
    fc.constantFrom(header, payload, signature, ''),
    fc.string(),
    fc.json().map((text) => base64url.encode(text)),
    fc.base64String(),
  )
  const tokens = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
  )
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      fc.pre(token !== `${header}.${payload}.${signature}`)
      await expect(verify(token)).rejects.toMatchObject({ name: 'FederationError' })
    }),
    { numRuns: 500 },
  )
  expect(federation.issuer.asked.length).toBeLessThanOrEqual(4)
})

test('where no issuer is configured, no token is taken and nobody is contacted', async () => {
  const token = await federation.sign()
  const refused = verifyWebIdentity({ ...federation.service, issuers: new Map() }, token)
  await expect(refused).rejects.toMatchObject({ code: 'invalid-token' })
  expect(federation.issuer.asked).toEqual([])
})
