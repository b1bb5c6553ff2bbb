import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readCatalogSources } from './catalog-sources.ts'
import { readConfig } from './config.ts'
import { readSourceSecret } from './read-source-secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function read(...entries: object[]) {
  const file = join(folder, 'sources.json')
  writeFileSync(file, JSON.stringify(entries))
  return readCatalogSources(readConfig({ CATALOG_SOURCES_FILE: file })).map(({ endpoint }) => endpoint)
}

const lab = { kind: 'oci', name: 'lab', endpoint: 'https://registry.example:5000/', alias: 'lab' }

test('a registry needs an address and an alias; the rest has what is usual', () => {
  expect(read(lab)).toEqual([
    {
      kind: 'oci',
      url: 'https://registry.example:5000',
      pullHost: 'registry.example:5000',
      alias: 'lab',
      displayName: null,
      verified: false,
      logoUrl: null,
      repositories: null,
      credentials: null,
      tokenHosts: [],
    },
  ])
})

test('the anonymous API of a gallery is asked slowly and within bounds unless it is said', () => {
  expect(read({ kind: 'ecr-public-gallery', name: 'public' })).toEqual([
    {
      kind: 'ecr-public-gallery',
      url: 'https://api.us-east-1.gallery.ecr.aws',
      pullHost: 'public.ecr.aws',
      searchTerms: [''],
      maxRepositories: 5_000,
      requestsPerSecond: 1,
    },
  ])
})

test.each([
  [{ ...lab, kind: 'docker' }, /kind must be 'ecr-public', 'oci' or 'ecr-public-gallery'/],
  [{ ...lab, alias: 'The Lab' }, /source 1, alias: must be of 2 to 50/],
  [
    { ...lab, endpoint: 'https://registry.example/v2/' },
    /source 1, endpoint: must be an address without a path/,
  ],
  [{ ...lab, endpoint: 'https://a:b@registry.example' }, /source 1, endpoint: must be an address without/],
  [{ ...lab, repositories: ['Team/App'] }, /must be a name, or a pattern/],
  [{ ...lab, credentials: { username: 'a' } }, /credentials: must name one of passwordFile/],
  [{ ...lab, credentials: { passwordFile: '/p' } }, /a username goes with a password/],
  [{ ...lab, credentials: { username: 'a', tokenFile: '/p' } }, /a username goes with a password/],
  [{ ...lab, credentials: { password: 'x' } }, /Unrecognized key/],
])('an entry that cannot be used says what is wrong and where: %j', (entry, message) => {
  expect(() => read(entry)).toThrow(message)
})

test('two registries cannot have one alias', () => {
  expect(() => read(lab, { ...lab, name: 'other' })).toThrow(/source 2, alias: 'lab' is the alias of another/)
})

test('a secret is read where the entry says, each time, and is nowhere in the configuration', () => {
  const file = join(folder, 'password')
  const [endpoint] = read({ ...lab, credentials: { username: 'reader', passwordFile: file } })
  const place = endpoint?.kind === 'oci' ? endpoint.credentials : null
  if (place === null) throw new Error('The entry has no credentials.')
  expect(readSourceSecret(place)).toBeNull()
  writeFileSync(file, 'one\n')
  expect(readSourceSecret(place)).toEqual({ username: 'reader', secret: 'one' })
  writeFileSync(file, 'two\n')
  expect(readSourceSecret(place)?.secret).toBe('two')
  expect(JSON.stringify(endpoint)).not.toContain('two')
  vi.stubEnv('LAB_TOKEN', 'three')
  expect(readSourceSecret({ username: null, from: { variable: 'LAB_TOKEN' } })?.secret).toBe('three')
})
