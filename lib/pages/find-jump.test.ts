/** Guards that a search leads to a page at once only where its text names exactly one thing that is there. */
import { expect, test } from 'vitest'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { FoundImage, RepositorySummary } from '#lib/catalog/catalog.ts'
import { openCatalog } from '#lib/catalog/open-catalog.ts'
import { findJump } from './find-jump.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const ofPlatform = `sha256:${'cd'.repeat(32)}`

const summary: RepositorySummary = {
  registryId: '123456789012',
  registryAlias: 'acme',
  repositoryName: 'tools/web',
  publisherName: 'Acme',
  verified: true,
  description: '',
  operatingSystems: [],
  architectures: [],
  logoSrc: null,
  updatedAt: '2026-01-01T00:00:00Z',
  pullCount: 0,
  newestTag: '1.2',
  kind: 'image',
  sizeBytes: null,
  licence: null,
  isSigned: false,
  isSignatureVerified: false,
  hasSbom: false,
  lifecycle: null,
}
const image: FoundImage = { registryAlias: 'acme', repositoryName: 'tools/web', digest, tags: ['1.2'] }

/** An empty index, in which one repository with one image is found, also by the alias `old-acme`. */
async function jump(text: string, digests: FoundImage[] = [image]): Promise<string | null> {
  const { catalog, close } = openCatalog({
    file: ':memory:',
    source: 'test',
    pageSize: 10,
    toLogoSrc: (_, name) => `/logo/${name}`,
  })
  const isHere = (alias: string, name: string) => /^(?:old-)?acme$/.test(alias) && name === 'tools/web'
  try {
    return await findJump(parseSearchParams({ searchTerm: text }), {
      catalog: {
        ...catalog,
        findRepository: (alias, name) => (isHere(alias, name) ? summary : null),
        findTag: (alias, name, tag) => (isHere(alias, name) && tag === '1.2' ? image : null),
        findDigest: (prefix, limit) => digests.filter((one) => one.digest.startsWith(prefix)).slice(0, limit),
      },
      hosts: ['registry.example', 'gallery.example'],
      aliasesOfHosts: new Map([['plain.example:5000', ['other', 'acme']]]),
      hasImage: async (_, reference) => [digest, ofPlatform, 'fresh'].includes(reference),
    })
  } finally {
    close()
  }
}

test.each([
  ['acme/tools/web', '/acme/tools/web'],
  ['old-acme/tools/web', '/acme/tools/web'],
  ['plain.example:5000/tools/web', '/acme/tools/web'],
  ['docker pull plain.example:5000/tools/web:fresh', '/acme/tools/web?tag=fresh'],
  ['registry.example/acme/tools/web', '/acme/tools/web'],
  ['acme/tools/web:1.2', '/acme/tools/web?tag=1.2'],
  ['acme/tools/web:fresh', '/acme/tools/web?tag=fresh'],
  ['docker pull registry.example/acme/tools/web:1.2', '/acme/tools/web?tag=1.2'],
  [`registry.example/acme/tools/web:1.2@${ofPlatform}`, `/acme/tools/web?digest=${ofPlatform}`],
  ['https://gallery.example/acme/tools/web?tag=1.2', '/acme/tools/web?tag=1.2'],
  [digest, `/acme/tools/web?digest=${digest}`],
  ['sha256:abab', `/acme/tools/web?digest=${digest}`],
])('%s leads to %s', async (text, path) => {
  expect(await jump(text)).toBe(path)
})

test.each([
  '',
  'web',
  'acme/other',
  'acme/tools/web:9',
  'web:1.2',
  `acme/tools/web@sha256:${'0'.repeat(64)}`,
  'acme/tools/web@sha256:abab',
  'other.example/acme/tools/web',
  'https://other.example/acme/tools/web',
  'acme/tools/web redis',
  'acme/tools/web -old',
  '"acme/tools/web"',
  'acme/tools/web os:linux',
  'sha256:0000',
])('%j has results', async (text) => {
  expect(await jump(text)).toBeNull()
})

test('a digest in two places has results', async () => {
  expect(await jump(digest, [image, { ...image, repositoryName: 'copy' }])).toBeNull()
})
