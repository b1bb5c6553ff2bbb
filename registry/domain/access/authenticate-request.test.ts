/** Signature Version 4 as callers meet it: what is accepted, and AWS's answer to everything else. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ApiRequest } from '#registry/wire/aws-json/api-request.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { authenticateRequest } from './authenticate-request.ts'
import { calculateSignature } from './calculate-signature.ts'

let api: ApiTest
let signed: ApiRequest
const signedAt = new Date('2026-03-01T12:00:00Z')

beforeEach(async () => {
  api = await openApiTest()
  signed = await signCall(api.credentials.owner, { operation: 'DescribeRepositories', signedAt })
})
afterEach(() => api.close())

const authenticate = (request: ApiRequest) => authenticateRequest(api.service, request)
const withHeaders = (headers: ApiRequest['headers']): ApiRequest => ({
  ...signed,
  headers: { ...signed.headers, ...headers },
})
const withAuthorization = (change: (header: string) => string) =>
  withHeaders({ authorization: change(signed.headers.authorization ?? '') })

const mismatch = {
  code: 'InvalidSignatureException',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
}

describe('accepted', () => {
  test('the principal is the one whose key signed', async () => {
    expect(await authenticate(signed)).toMatchObject({
      kind: 'user',
      accountId: ownerAccount,
      userName: 'admin',
      arn: `arn:aws:iam::${ownerAccount}:user/admin`,
      accessKeyId: api.credentials.owner.accessKeyId,
    })
  })

  test.each(['eu-central-1', 'us-west-2', 'local'])('any Region in the scope: %s', async (region) => {
    const request = await signCall(api.credentials.owner, { signedAt, region })
    expect(await authenticate(request)).toMatchObject({ accountId: ownerAccount })
  })

  test.each(['2026-03-01T12:15:00Z', '2026-03-01T11:45:00Z'])(
    'a clock that differs by 15 minutes: %s',
    async (now) => {
      api.setTime(now)
      expect(await authenticate(signed)).toMatchObject({ accountId: ownerAccount })
    },
  )

  test('a query string, extra signed headers and a proxy that adds unsigned ones', async () => {
    const request = await signCall(api.credentials.owner, {
      signedAt,
      url: '/?a=1&b=%20x',
      headers: { 'x-amz-user-agent': 'test  1', 'amz-sdk-request': 'attempt=1' },
    })
    const headers = { ...request.headers, 'x-forwarded-for': '10.0.0.1', 'x-amz-cf-id': 'added' }
    expect(await authenticate({ ...request, headers })).toMatchObject({ accountId: ownerAccount })
  })

  test('a Host other than ours, because it is what the client signed', async () => {
    const request = await signCall(api.credentials.owner, { signedAt, headers: { host: 'ecr.example.org' } })
    expect(await authenticate(request)).toMatchObject({ accountId: ownerAccount })
  })

  test('session credentials with their token', async () => {
    const session = { accessKeyId: 'ASIASESSION', secretAccessKey: 's', sessionToken: 'token' }
    await api.addKey({ ...session, accountId: ownerAccount, expiresAt: '2026-03-01T13:00:00.000Z' })
    expect(await authenticate(await signCall(session, { signedAt }))).toMatchObject({
      accountId: ownerAccount,
    })
  })
})

describe('tampering', () => {
  test.each<[string, () => ApiRequest]>([
    ['method', () => ({ ...signed, method: 'PUT' })],
    ['query', () => ({ ...signed, url: '/?x=1' })],
    ['query, by names that every object has', () => ({ ...signed, url: '/?__proto__=1&constructor=2' })],
    ['path', () => ({ ...signed, url: '/other' })],
    ['host', () => withHeaders({ host: 'elsewhere:5050' })],
    ['target', () => withHeaders({ 'x-amz-target': 'SpencerFrontendService.DeleteRepository' })],
    ['content type', () => withHeaders({ 'content-type': 'text/plain' })],
    ['time within the day', () => withHeaders({ 'x-amz-date': '20260301T120001Z' })],
    ['Region', () => withAuthorization((header) => header.replace('us-east-1', 'us-east-2'))],
    [
      'signature',
      () => withAuthorization((header) => header.replace(/Signature=.{8}/, 'Signature=00000000')),
    ],
    ['short signature', () => withAuthorization((header) => header.slice(0, -1))],
    ['long signature', () => withAuthorization((header) => `${header}0`)],
    [
      'another key of ours',
      () =>
        withAuthorization((header) =>
          header.replace(api.credentials.owner.accessKeyId, api.credentials.other.accessKeyId),
        ),
    ],
  ])('of the %s is noticed', async (_part, tamper) => {
    await expect(authenticate(tamper())).rejects.toMatchObject(mismatch)
  })

  test('of the body is noticed, with or without the hash header', async () => {
    const body = Buffer.from('{"registryId":"222222222222"}')
    await expect(authenticate({ ...signed, body })).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message: "The 'x-amz-content-sha256' header is not the SHA-256 of the request body.",
    })
    const { 'x-amz-content-sha256': _hash, ...headers } = signed.headers
    const unhashed = {
      ...signed,
      headers: {
        ...headers,
        authorization: headers.authorization?.replace('x-amz-content-sha256;', ''),
      },
    }
    await expect(authenticate({ ...unhashed, body })).rejects.toMatchObject(mismatch)
  })

  test('an unsigned payload is refused', async () => {
    await expect(
      authenticate(withHeaders({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })),
    ).rejects.toMatchObject({ code: 'InvalidSignatureException' })
  })

  test('no change of one character of the signature is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(63), fc.constantFrom(...'0123456789abcdef'), async (position, digit) => {
        const header = signed.headers.authorization ?? ''
        const at = header.length - 64 + position
        fc.pre(header[at] !== digit)
        const changed = header.slice(0, at) + digit + header.slice(at + 1)
        await expect(authenticate(withHeaders({ authorization: changed }))).rejects.toMatchObject(mismatch)
      }),
      { numRuns: 30 },
    )
  })

  test('no header, however malformed, is answered with anything but a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const authorization = `AWS4-HMAC-SHA256 ${text}`
        await expect(authenticate(withHeaders({ authorization }))).rejects.toMatchObject({ name: 'EcrError' })
      }),
      { numRuns: 100 },
    )
  })
})

describe('credentials', () => {
  const unrecognized = {
    code: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  }

  test('none: MissingAuthenticationTokenException', async () => {
    const missing = {
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    }
    await expect(authenticate(withHeaders({ authorization: undefined }))).rejects.toMatchObject(missing)
    await expect(authenticate(withHeaders({ authorization: 'Basic eDp5' }))).rejects.toMatchObject(missing)
  })

  test('unknown key: UnrecognizedClientException', async () => {
    const request = await signCall({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }, { signedAt })
    await expect(authenticate(request)).rejects.toMatchObject(unrecognized)
  })

  test('wrong secret: InvalidSignatureException', async () => {
    const { accessKeyId } = api.credentials.owner
    const request = await signCall({ accessKeyId, secretAccessKey: 'wrong' }, { signedAt })
    await expect(authenticate(request)).rejects.toMatchObject(mismatch)
  })

  test('a session token with a long-lived key: UnrecognizedClientException', async () => {
    const request = await signCall({ ...api.credentials.owner, sessionToken: 'made up' }, { signedAt })
    await expect(authenticate(request)).rejects.toMatchObject(unrecognized)
  })

  test('a missing or wrong session token: UnrecognizedClientException', async () => {
    const session = { accessKeyId: 'ASIASESSION', secretAccessKey: 's' }
    await api.addKey({ ...session, sessionToken: 'right', accountId: ownerAccount })
    await expect(authenticate(await signCall(session, { signedAt }))).rejects.toMatchObject(unrecognized)
    const wrong = await signCall({ ...session, sessionToken: 'wrong' }, { signedAt })
    await expect(authenticate(wrong)).rejects.toMatchObject(unrecognized)
  })

  test('an expired session: ExpiredTokenException', async () => {
    const session = { accessKeyId: 'ASIASESSION', secretAccessKey: 's', sessionToken: 'token' }
    await api.addKey({ ...session, accountId: ownerAccount, expiresAt: '2026-03-01T12:00:00.000Z' })
    await expect(authenticate(await signCall(session, { signedAt }))).rejects.toMatchObject({
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
  })
})

describe('time', () => {
  test('signed more than 15 minutes ago', async () => {
    api.setTime('2026-03-01T12:15:01Z')
    await expect(authenticate(signed)).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message:
        'Signature expired: 20260301T120000Z is now earlier than 20260301T120001Z (20260301T121501Z - 15 min.)',
    })
  })

  test('signed more than 15 minutes ahead', async () => {
    api.setTime('2026-03-01T11:44:59Z')
    await expect(authenticate(signed)).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message:
        'Signature not yet current: 20260301T120000Z is still later than 20260301T115959Z (20260301T114459Z + 15 min.)',
    })
  })
})

describe('scope', () => {
  test('for another service', async () => {
    const request = await signCall(api.credentials.owner, { signedAt, signingName: 'ecr' })
    await expect(authenticate(request)).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'ecr-public'.",
    })
  })

  test('of another day than the request', async () => {
    await expect(
      authenticate(withAuthorization((header) => header.replace('/20260301/', '/20260228/'))),
    ).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message:
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260228' != '20260301', from '20260301T120000Z'.",
    })
  })

  test('without its last word', async () => {
    await expect(
      authenticate(withAuthorization((header) => header.replace('aws4_request', 'aws4'))),
    ).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message: "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'.",
    })
  })
})

describe('signed headers', () => {
  test.each(['host', 'x-amz-date', 'x-amz-target'])('%s must be among them', async (name) => {
    const request = withAuthorization((header) =>
      header.replace(/SignedHeaders=([^,]+)/, (_all, names: string) => {
        const others = names.split(';').filter((other) => other !== name)
        return `SignedHeaders=${others.join(';')}`
      }),
    )
    await expect(authenticate(request)).rejects.toMatchObject({
      code: 'IncompleteSignatureException',
      message: `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
    })
  })

  test('x-amz-security-token must be among them when it is sent', async () => {
    await expect(authenticate(withHeaders({ 'x-amz-security-token': 'added' }))).rejects.toMatchObject({
      code: 'IncompleteSignatureException',
      message: "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
    })
  })

  test.each(['x-lost', 'constructor', '__proto__'])('%s, which the request does not have', async (name) => {
    await expect(
      authenticate(withAuthorization((header) => header.replace('host;', `host;${name};`))),
    ).rejects.toMatchObject({
      code: 'IncompleteSignatureException',
      message: `SignedHeaders names '${name}', which the request does not have.`,
    })
  })
})

describe('a request that is dated by Date alone', () => {
  const headers = {
    host: 'localhost:5050',
    date: 'Sun, 01 Mar 2026 12:00:00 GMT',
    'x-amz-target': 'SpencerFrontendService.DescribeRegistries',
  }
  const sign = async (names: string) => {
    const request = { method: 'POST', url: '/', signedAt, region: 'us-east-1', service: 'ecr-public' }
    const { accessKeyId } = api.credentials.owner
    const payloadSha256 = createHash('sha256').update('{}').digest('hex')
    const signature = await calculateSignature({ ...request, headers, payloadSha256 }, api.credentials.owner)
    const credential = `${accessKeyId}/20260301/us-east-1/ecr-public/aws4_request`
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
    const body = Buffer.from('{}')
    return { method: 'POST', url: '/', headers: { ...headers, authorization }, body, sourceIp: '127.0.0.1' }
  }

  test('is verified with that date', async () => {
    expect(await authenticate(await sign('date;host;x-amz-target'))).toMatchObject({
      accountId: ownerAccount,
    })
  })

  test('must have it signed', async () => {
    await expect(authenticate(await sign('host;x-amz-target'))).rejects.toMatchObject({
      code: 'IncompleteSignatureException',
      message: "'date' must be a 'SignedHeader' in the AWS Authorization.",
    })
  })
})
