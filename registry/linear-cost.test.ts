/**
 * Guards that no bytes of a stranger hold up the registry: what reads a header, an address, a policy or a form costs about as much
 * as it is long, and at its greatest length no more than a turn may take. The texts are a beginning, something repeated and an
 * end, put together of what the reader is about; bodies are the largest that are taken. Manifests are read in slices, and tested
 * there.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientAddress } from '#lib/net/client-address.ts'
import { parseForwarded } from '#lib/net/parse-forwarded.ts'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { toNeededScope } from '#registry/apis/distribution/needed-scope.ts'
import { parseContentRange, parseRange } from '#registry/apis/distribution/parse-range.ts'
import { parseReference } from '#registry/apis/distribution/parse-reference.ts'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { decodeLogoBlob } from '#registry/apis/ecr-public/logo/decode-logo-blob.ts'
import { formatRepositoryPolicy } from '#registry/apis/ecr-public/repository-policy.ts'
import { maxFormBytes } from '#registry/apis/sts/handle-sts-request.ts'
import { parseExchange } from '#registry/apis/sts/parse-exchange.ts'
import { parseAuthorizationHeader } from '#registry/domain/access/parse-authorization-header.ts'
import { parseSigningTime } from '#registry/domain/access/parse-signing-time.ts'
import { compilePolicy } from '#registry/domain/access/policy/compile-policy.ts'
import { decide } from '#registry/domain/access/policy/decide.ts'
import { matchPattern, parsePattern } from '#registry/domain/access/policy/pattern.ts'
import type { PolicyStatement } from '#registry/domain/access/policy/policy-document.ts'
import { createRequestContext } from '#registry/domain/access/policy/request-context.ts'
import { parseScopes } from '#registry/domain/access/scope.ts'
import { findLookAlike } from '#registry/domain/aliases/find-look-alike.ts'
import {
  maxListBytes,
  readContentRange,
  readNextQuery,
  readReferrers,
  readTags,
} from '#registry/domain/upstreams/read-answer.ts'
import { openPageToken } from '#registry/wire/aws-json/page-token.ts'
import { type ApiTest, openApiTest } from '#testing/registry/ecr-public/open-api-test.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { measureLongestTurn } from '#testing/registry/measure-longest-turn.ts'
import { findExcess, longestTurnMs, toPumped } from '../scripts/measure-cost.ts'

let api: ApiTest
beforeAll(async () => {
  api = await openApiTest()
})
afterAll(() => api.close())

const headerLength = 16 * 1024
const policyLength = 10_240
const attempt = (run: () => unknown) => {
  try {
    return run()
  } catch {
    // It is refused, in the same time.
    return null
  }
}

const names = ['a', '7', '.', '_', '-', '/', ':', '@', '%2F', 'é', '!', '\n', '']
const paths = ['/v2/', '/manifests/', '/blobs/', 'uploads/', '/tags/list', '/referrers/', 'sha256:', ...names]
const headers = [
  ' ',
  '\t',
  ',',
  ';',
  '=',
  '"',
  '\\',
  'for=',
  '[',
  ']',
  '::',
  '192.0.2.1',
  '127.0.0.1,',
  ...names,
]
const signatures = ['AWS4-HMAC-SHA256 ', 'Credential=', 'SignedHeaders=', 'Signature=', 'AKIA', ...headers]
const ranges = ['bytes=', '0', '-', ' ', '\t', '/', '*', ',']
const patterns = [
  '*',
  '?',
  '${',
  '}',
  "${aws:username, '",
  "', '",
  "'}",
  'a',
  'b',
  ':',
  '/',
  '$',
  '?a',
  '*a?',
]
const policies = [
  '{"Statement":',
  '[',
  ']',
  '{',
  '}',
  '"',
  ',',
  ':',
  '"Effect":"Allow"',
  '"Condition":',
  '{"a":',
  '\\',
  '1',
]
const forms = [
  'a=',
  '&',
  '=',
  '%41',
  '+',
  'scope=',
  'repository:a/b:pull+',
  'grant_type=',
  'k1&k2&',
  '\u0000',
]
const context = createRequestContext({ 'aws:username': 'a'.repeat(64) })

interface Reader {
  alphabet: readonly string[]
  maxLength: number
  run: (input: string) => unknown
}

const request = (text: string) => ({ 'x-amz-date': text, date: text })
const behindProxies = createClientAddress({
  trustedProxies: { kind: 'hops', count: 1_000 },
  forwardedHeader: 'forwarded',
})
const exchanges = { registryHost: 'localhost:5050', registryUrl: 'http://localhost:5050' }

const readers: Record<string, Reader> = {
  'an address': {
    alphabet: paths,
    maxLength: headerLength,
    run: (path) => toNeededScope('DELETE', path, new URLSearchParams()),
  },
  'an address with parameters': {
    alphabet: forms,
    maxLength: headerLength,
    run: (query) => toNeededScope('POST', '/v2/a/b/blobs/uploads/', new URLSearchParams(query)),
  },
  'a name': {
    alphabet: names,
    maxLength: headerLength,
    run: (name) => [isRepositoryName(name), isRegistryAlias(name)],
  },
  'a reference': { alphabet: names, maxLength: headerLength, run: parseReference },
  'a scope': {
    alphabet: ['repository:', 'pull', 'aws', '*', ',', ' ', ...names],
    maxLength: headerLength,
    run: (scope) => parseScopes([scope]),
  },
  'a signature': { alphabet: signatures, maxLength: headerLength, run: parseAuthorizationHeader },
  'a time of signing': {
    alphabet: ['20260301T120000Z', 'Mon, ', ' GMT', ...names],
    maxLength: headerLength,
    run: (text) => parseSigningTime(request(text)),
  },
  'what proxies say': { alphabet: headers, maxLength: headerLength, run: parseForwarded },
  'a client behind proxies': {
    alphabet: headers,
    maxLength: headerLength,
    run: (forwarded) => behindProxies('192.0.2.9', { forwarded }),
  },
  'a range': { alphabet: ranges, maxLength: headerLength, run: (range) => parseRange(range, 100) },
  'a range of content': { alphabet: ranges, maxLength: headerLength, run: parseContentRange },
  'a list of tags of an upstream': {
    alphabet: ['{"tags":[', '"a",', '"', ']', '}', '[', '\\', ...names],
    maxLength: maxListBytes,
    run: (text) => readTags(Buffer.from(text)),
  },
  'a list of referrers of an upstream': {
    alphabet: ['{"manifests":[', '{},', '{"annotations":{"a":"b"}},', '"', ']', '}', '{"a":', ...names],
    maxLength: maxListBytes,
    run: (text) => readReferrers(Buffer.from(text)),
  },
  'a next page of an upstream': {
    alphabet: ['<', '>', ';', ' rel="next"', 'rel=', '?', '&', ',', ...names],
    maxLength: headerLength,
    run: readNextQuery,
  },
  'a range of an upstream': {
    alphabet: ['bytes ', ...ranges],
    maxLength: headerLength,
    run: readContentRange,
  },
  'a Retry-After of an upstream': {
    alphabet: ['Sun, 01 Mar 2026 ', '12:00:00', ' GMT', '(', ')', ...names],
    maxLength: headerLength,
    run: (text) => toRetryAfterMs(text, 0),
  },
  'a page token': {
    alphabet: names,
    maxLength: 2 * 1024 * 1024,
    run: (token) =>
      openPageToken(api.service.keys, { operation: 'a', registryId: 'b', repositoryName: 'c' }, token),
  },
  'a logo': {
    alphabet: ['cat', 'base64', '$(', ' ', '=', 'A', '/', '\n'],
    maxLength: 1_300_000,
    run: decodeLogoBlob,
  },
  'a form': {
    alphabet: forms,
    maxLength: maxFormBytes,
    run: (form) => parseExchange(exchanges, new URLSearchParams(form)),
  },
  'a pattern of a policy': {
    alphabet: patterns,
    maxLength: policyLength,
    run: (text) => parsePattern(text, { wildcards: true, variables: true }),
  },
  'a pattern, matched with what a client sends': {
    alphabet: patterns,
    // As much of a program's name as policies see; the longest pattern for it is the slowest.
    maxLength: 1_024,
    run: (text) => {
      const pattern = parsePattern(text, { wildcards: true, variables: true })
      return [
        matchPattern(pattern, 'a'.repeat(1_024), context),
        matchPattern(pattern, text.slice(0, 1_024), context),
      ]
    },
  },
  'a policy': { alphabet: policies, maxLength: policyLength, run: formatRepositoryPolicy },
  'the name of an alias': {
    alphabet: names,
    maxLength: 50,
    run: (name) =>
      findLookAlike(
        name,
        Array.from({ length: 200 }, (_, at) => ({ shown: `${name}-${at}`, verified: true }) as never),
      ),
  },
}

test.each(Object.keys(readers))('%s', (name) => {
  const reader = readers[name]
  if (reader === undefined) throw new Error(`${name} is not there.`)
  const { alphabet, maxLength } = reader
  const run = (input: string) => attempt(() => reader.run(input))
  const piece = fc.array(fc.constantFrom(...alphabet), { maxLength: 3 }).map((parts) => parts.join(''))
  const isLinear = fc.property(piece, piece, piece, (...parts) => {
    const excess = findExcess({ maxLength, toInput: (length) => toPumped(parts, length), run })
    if (excess !== null) throw new Error(`${JSON.stringify(parts)}: ${excess}`)
  })
  const known = alphabet.flatMap((one, at): [string, string, string][] => [
    ['a', one, '\u0000'],
    ['a', `${one}${alphabet[at + 1] ?? ''}`, ''],
  ])
  fc.assert(isLinear, { numRuns: known.length + 25, examples: known })
})

describe('a decision by the largest policy ends within a turn:', () => {
  const arn = 'arn:aws:ecr-public::111111111111:repository/app'
  const fill = (toText: (at: number) => string) => {
    const parts: string[] = []
    let length = 0
    for (let at = 0; length < policyLength - 400; at += 1) {
      const part = toText(at)
      parts.push(part)
      length += part.length + 3
    }
    return parts
  }
  const allow = (more: object): PolicyStatement => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 'ecr-public:*',
    ...more,
  })
  const like = (key: string, values: string[]) =>
    allow({ Condition: { 'ForAnyValue:StringLike': { [key]: values } } })
  const one = (key: string, values: string[]) => allow({ Condition: { StringLike: { [key]: values } } })

  const variable = ['$', '{aws:PrincipalTag/a}'].join('')

  test.each<[string, PolicyStatement[]]>([
    [
      'many statements',
      fill(() => '{"Effect":"Allow","Principal":"*","Action":"a:*"}').map(() => allow({ Action: 'a:*' })),
    ],
    ['many actions', [allow({ Action: fill((at) => `ecr-public:*${at}`) })]],
    [
      'many short patterns for many values',
      [
        like(
          'aws:TagKeys',
          fill((at) => `*${at}`),
        ),
      ],
    ],
    ['many stars', [one('aws:UserAgent', ['*a'.repeat(5_000)])]],
    ['many stars that do not fit', [one('aws:UserAgent', [`${'*a'.repeat(5_000)}b`])]],
    ['one long part of wildcards', [one('aws:UserAgent', [`*${'a?'.repeat(256)}b*`])]],
    [
      'several long parts of wildcards',
      [
        one(
          'aws:UserAgent',
          fill(() => `*${'a?'.repeat(256)}b*`),
        ),
      ],
    ],
    ['many variables', [one('aws:UserAgent', [`${variable}*`.repeat(450)])]],
  ])('%s', (_, statements) => {
    const policy = compilePolicy('p', { Version: '2012-10-17', Statement: statements })
    const input = {
      requester: { accountId: '111111111111', arn, principalId: 'AIDA1' },
      identityPolicies: [],
      resourcePolicy: policy,
      resourceAccountId: '111111111111',
      action: 'ecr-public:PutImage',
      resource: arn,
      context: createRequestContext({
        'aws:UserAgent': 'a'.repeat(1_024),
        'aws:TagKeys': Array.from({ length: 50 }, (_, at) => 'k'.repeat(120) + at),
        'aws:PrincipalTag/a': 'a',
      }),
    }
    const excess = findExcess({
      maxLength: 8,
      toInput: (length) => 'x'.repeat(length),
      run: () => decide(input),
    })
    expect(excess).toBeNull()
  })
})

describe('a body of 2 MiB costs no more than a turn, and breaks nothing:', () => {
  const bytes = 2 * 1024 * 1024 - 200
  const fill = (part: string) => part.repeat(Math.floor(bytes / part.length))
  const keys = () => `{${Array.from({ length: 150_000 }, (_, at) => `"${at.toString(36)}":1`).join()}}`
  test.each([
    ['lists in lists', `{"repositoryName":${fill('[').slice(1)}`],
    ['objects in objects', fill('{"a":')],
    ['one list', `{"imageIds":[${fill('{},')}{}]}`],
    ['many keys', keys()],
    ['a long name', JSON.stringify({ repositoryName: fill('a/') })],
    [
      'a long text of two halves',
      JSON.stringify({ nextToken: 'é'.repeat(bytes / 2), repositoryName: 'app' }),
    ],
    ['escapes', JSON.stringify({ repositoryName: 'app', nextToken: '"'.repeat(bytes / 2) })],
    ['spaces', `${fill(' ')}{}`],
    ['a long number', `{"maxResults":1${fill('1')}}`],
  ])('%s', async (_, body) => {
    const signed = await signCall(api.credentials.owner, {
      operation: 'DescribeImages',
      body,
      signedAt: api.service.clock(),
    })
    const { results, longestTurnMs: turnMs } = await measureLongestTurn(() =>
      handleApiRequest(api.service, signed),
    )
    for (const { status } of results) expect(status).toBe(400)
    expect(turnMs).toBeLessThan(longestTurnMs)
  })
})
