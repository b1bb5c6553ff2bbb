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
