import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAllowedRepository, readUpstreams } from './upstreams.ts'

function read(entries: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'upstreams-'))
  try {
    const path = join(folder, 'upstreams.json')
    writeFileSync(path, JSON.stringify(entries))
    return readUpstreams({ upstreamsFile: path })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const hub = { host: 'docker.io', namespace: 'hub', repositories: ['library/*'] }

test('the Docker Hub is called where its API is, with TLS', () => {
  expect(read([hub])[0]).toMatchObject({ origin: 'https://registry-1.docker.io', isPrivate: false })
})

test('a port that is the usual one may be written, and hosts are compared as addresses have them', () => {
  const own = {
    ...hub,
    host: 'registry.example:443',
    tokenRealms: ['tokens.example:443', 'other.example:8443'],
  }
  const [upstream] = read([own])
  expect(upstream).toMatchObject({
    host: 'registry.example:443',
    origin: new URL('https://registry.example').origin,
    namedRealms: ['tokens.example', 'other.example:8443'],
  })
  expect(upstream?.tokenRealms).toEqual(
    expect.arrayContaining(['registry.example', 'tokens.example', 'other.example:8443']),
  )
})

test('a port or an address that there cannot be is named at the start', () => {
  for (const host of ['registry.example:99999', '300.1.1.1']) {
    expect(() => read([{ ...hub, host }])).toThrow(/host: is no host/)
  }
})

test('everything that is wrong is named at once', () => {
  const wrong = { ...hub, plainHttp: true, username: 'me' }
  expect(() => read([hub, wrong])).toThrow(/entry 2, plainHttp: .*\n.*entry 2, username: /)
  expect(() => read([hub, hub])).toThrow(/entry 2, host: .*\n.*entry 2, namespace: /)
})

test.each([
  ['library/*', 'library/redis', true],
  ['library/*', 'libraryx/redis', false],
  ['*', 'a/b/c', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['exact', 'exact', true],
  ['exact', 'exactly', false],
])('the pattern %s and the name %s: %s', (pattern, name, isAllowed) => {
  expect(isAllowedRepository({ repositories: [pattern] }, name)).toBe(isAllowed)
})
