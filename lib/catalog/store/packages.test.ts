/** A search for a package finds the repositories whose shown image holds it, in the versions that were asked for, and counts them exactly. */
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import {
  listFound,
  openTestCatalog,
  toTestQuery,
  toTestRecord,
  toTestRegistryId,
} from '#testing/test-catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import type { ShownPackage } from './catalog-writer.ts'

const registryId = toTestRegistryId(0)
const names = ['api', 'web', 'worker', 'empty']
const toImage = (repositoryName: string) => ({
  registryId,
  repositoryName,
  tag: '1.0',
  digest: `sha256:${repositoryName}`,
  asOf: '2026-04-01T00:00:00.000Z',
})
const toRecord = (repositoryName: string) => {
  const { tag, digest } = toImage(repositoryName)
  const description = repositoryName === 'web' ? 'Serves pages' : ''
  return toTestRecord(registryId, {
    repositoryName,
    description,
    newestTag: { tag, pushedAt: null },
    shownImage: { tag, digest },
  })
}

let opened: OpenCatalog
beforeEach(() => {
  opened = openTestCatalog([{ aliases: ['acme'], repositories: [] }])
  opened.writer.putRepositories(names.map(toRecord))
})

function put(repositoryName: string, packages: ShownPackage[] | null) {
  opened.writer.putImageFacts(toImage(repositoryName), {
    kind: 'image',
    platforms: [],
    sizeBytes: 1,
    licence: null,
    sourceUrl: null,
    attached: { signatures: 0, boms: 1, attestations: 0 },
    packages,
  })
}
const deb = (name: string, version: string | null) => ({ name, version, type: 'deb' })
const find = (...packages: string[]) => listFound(opened, { packages }).sort()

test('by name, whatever its case, and by version as its kind of package orders them', () => {
  put('api', [deb('OpenSSL', '3.0.11-1~deb12u2'), deb('zlib1g', '1.2.13')])
  put('web', [deb('openssl', '3.0.2-0ubuntu1.10')])
  put('worker', [{ name: 'openssl', version: 'v3.0.9', type: 'golang' }, deb('zlib1g', null)])
  expect(find('openssl')).toEqual(['acme/api', 'acme/web', 'acme/worker'])
  expect(find('openssl@<3.0.8')).toEqual(['acme/web'])
  expect(find('openssl@>=3.0.9')).toEqual(['acme/api', 'acme/worker'])
  expect(find('openssl@3.0.9')).toEqual(['acme/worker'])
  expect(find('openssl@>3.0.2-0ubuntu1.9')).toEqual(['acme/api', 'acme/web', 'acme/worker'])
  expect(find('openssl@<=1')).toEqual([])
  // A version that is not stated is neither older nor newer.
  expect(find('zlib1g')).toEqual(['acme/api', 'acme/worker'])
  expect(find('zlib1g@>0')).toEqual(['acme/api'])
  expect(find('opensslx')).toEqual([])
})

test.each([
  [
    'rpm',
    '1:3.0.7-27.el9',
    ['openssl@<3.0.8', 'openssl@3.0.7', 'openssl@<=3.0.7', 'openssl@<1:3.0.8', 'openssl@>=1:0'],
  ],
  [
    'deb',
    '1:3.0.7-1~deb12u2',
    ['openssl@<3.0.8', 'openssl@3.0.7', 'openssl@<=3.0.7', 'openssl@<1:3.0.8-0', 'openssl@>3.0'],
  ],
  ['apk', '3.0.7-r2', ['openssl@<3.0.8', 'openssl@3.0.7', 'openssl@<=3.0.7', 'openssl@3.0.7-r2']],
])('%s %s is found by what its makers call it, without epoch and release', (type, version, asked) => {
  put('api', [{ name: 'openssl', version, type }])
  for (const one of asked) expect([one, find(one)]).toEqual([one, ['acme/api']])
  const others = ['openssl@>3.0.7', 'openssl@<3.0.7', 'openssl@>=3.0.8', 'openssl@3.0.8', 'openssl@<2']
  for (const one of others) expect([one, find(one)]).toEqual([one, []])
})

test('an epoch or a release that is asked for counts', () => {
  put('api', [{ name: 'openssl', version: '1:3.0.7-27.el9', type: 'rpm' }])
  put('web', [deb('openssl', '3.0.7-1')])
  expect(find('openssl@<0:3.0.8')).toEqual(['acme/web'])
  expect(find('openssl@>3.0.7-26')).toEqual(['acme/api'])
  expect(find('openssl@3.0.7-2')).toEqual([])
})

test('beside words, other packages and filters, with exact counts', () => {
  put('api', [deb('openssl', '3'), deb('curl', '8')])
  put('web', [deb('openssl', '3')])
  expect(find('openssl', 'curl')).toEqual(['acme/api'])
  expect(listFound(opened, { text: 'pages', packages: ['openssl'] })).toEqual(['acme/web'])
  const { totalResults, facets } = opened.catalog.search(toTestQuery({ packages: ['openssl'] }))
  expect([totalResults, facets.publishers]).toEqual([
    2,
    [expect.objectContaining({ value: 'acme', count: 2 })],
  ])
  // No other search has to do with it, before or after.
  expect(opened.catalog.search(toTestQuery({})).totalResults).toBe(4)
  expect(opened.catalog.search(toTestQuery({ packages: ['nothing'] })).totalResults).toBe(0)
  expect(opened.catalog.search(toTestQuery({})).totalResults).toBe(4)
})

test('what is read again replaces what was known, what is not known leaves it, and what is gone is not found', () => {
  put('api', [deb('openssl', '3'), deb('curl', '8')])
  const before = opened.readVersion()
  put('api', [deb('curl', '8'), deb('openssl', '3')])
  expect(opened.readVersion()).not.toBeNull()
  put('api', null)
  expect(find('openssl')).toEqual(['acme/api'])
  put('api', [deb('curl', '9')])
  expect(opened.readVersion()).not.toBe(before)
  expect([find('openssl'), find('curl@9'), find('curl@8')]).toEqual([[], ['acme/api'], []])
  opened.writer.removeRepositories([toImage('api')])
  expect(find('curl')).toEqual([])
})

test('of very many packages the first are kept, and the packages of another image are not taken', () => {
  put(
    'api',
    Array.from({ length: 6_000 }, (_, at) => deb(`p${at}`, '1')),
  )
  expect([find('p4999'), find('p5000')]).toEqual([['acme/api'], []])
  opened.writer.putImageFacts(
    { ...toImage('web'), digest: 'sha256:other' },
    {
      kind: 'image',
      platforms: [],
      sizeBytes: 1,
      licence: null,
      sourceUrl: null,
      attached: { signatures: 0, boms: 1, attestations: 0 },
      packages: [deb('p1', '1')],
    },
  )
  expect(find('p1')).toEqual(['acme/api'])
})

test('any packages are found as a look at each of them finds them', () => {
  const name = fc.constantFrom('a', 'B', '__proto__', 'x/y', '@s/n', "it's", '%')
  const version = fc.constantFrom(null, '1', '1.0', '2.0~rc1', '2.0', '10', "'; DROP TABLE repository")
  const list = fc.array(fc.record({ name, version, type: fc.constantFrom('deb', null) }), { maxLength: 6 })
  fc.assert(
    fc.property(list, list, name, (api, web, wanted) => {
      put('api', api)
      put('web', web)
      const holds = (packages: ShownPackage[]) =>
        packages.some((one) => one.name.toLowerCase() === wanted.toLowerCase())
      const expected = [...(holds(api) ? ['acme/api'] : []), ...(holds(web) ? ['acme/web'] : [])]
      expect(find(wanted)).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
