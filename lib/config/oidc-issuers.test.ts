import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { readOidcIssuers } from './oidc-issuers.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oidc-issuers-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const entry = { issuer: 'https://token.example.com/realms/ci', audiences: ['registry'] }

function read(content: unknown) {
  const path = join(directory, 'issuers.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readOidcIssuers(readConfig({ OIDC_ISSUERS_FILE: path }))
}

test('without a file there is no issuer', () => {
  expect(readOidcIssuers(readConfig({}))).toEqual([])
})

test('an issuer is of one algorithm, and named as policies name it, unless it says otherwise', () => {
  expect(read([entry])).toEqual([
    { ...entry, provider: 'token.example.com/realms/ci', algorithms: ['RS256'], jwksUri: null },
  ])
  expect(read([{ ...entry, issuer: 'http://127.0.0.1:5190' }])[0]?.provider).toBe('127.0.0.1:5190')
})

test.each<[string, unknown, RegExp]>([
  ['is no JSON', '[', /cannot be read as JSON/],
  [
    'has an issuer without TLS',
    [{ ...entry, issuer: 'http://token.example.com' }],
    /entry 1, issuer: must begin with https/,
  ],
  ['has keys without TLS', [{ ...entry, jwksUri: 'http://10.0.0.1/keys' }], /jwksUri: must begin with https/],
  ['has an issuer that is a file', [{ ...entry, issuer: 'file:///etc/passwd' }], /issuer/],
  [
    'has an issuer with a query',
    [{ ...entry, issuer: 'https://token.example.com/?a=b' }],
    /no user, query or fragment/,
  ],
  [
    'has an issuer with a password',
    [{ ...entry, issuer: 'https://a:b@token.example.com' }],
    /no user, query/,
  ],
  ['lets an audience be anything', [{ ...entry, audiences: [] }], /audiences: must name an audience/],
  ['allows a secret for a key', [{ ...entry, algorithms: ['HS256'] }], /algorithms/],
  ['allows no signature', [{ ...entry, algorithms: ['none'] }], /algorithms/],
  [
    'has an issuer twice',
    [entry, { ...entry, issuer: `${entry.issuer}/` }],
    /entry 2, issuer: .* is there already/,
  ],
  ['has something unknown', [{ ...entry, allowAll: true }], /allowAll/],
])('a file is refused that %s', (_, content, message) => {
  expect(() => read(content)).toThrow(message)
})
