import { expect, it } from 'vitest'
import { toSitemapIndex, toSitemapPart } from './to-sitemap.ts'

it('names the parts that are there in the index', () => {
  const xml = toSitemapIndex('https://gallery.example', [1, 3])
  expect(xml).toContain('<loc>https://gallery.example/sitemap.xml?part=1</loc>')
  expect(xml).toContain('<loc>https://gallery.example/sitemap.xml?part=3</loc>')
  expect(xml).not.toContain('part=2')
})

it('names each publisher once and each repository with its last change', () => {
  const paths = ['one', 'two/three'].map((repositoryName) => ({
    registryAlias: 'acme',
    repositoryName,
    updatedAt: '2026-01-01T00:00:00Z',
  }))
  const xml = toSitemapPart('https://gallery.example', paths, { withFixedPages: false })
  expect(xml.match(/<loc>https:\/\/gallery\.example\/acme<\/loc>/g)).toHaveLength(1)
  expect(xml).toContain(
    '<loc>https://gallery.example/acme/two/three</loc><lastmod>2026-01-01T00:00:00Z</lastmod>',
  )
})

it('escapes what would end an element', () => {
  const path = { registryAlias: 'a&b', repositoryName: 'c', updatedAt: '<now>' }
  const xml = toSitemapPart("https://gallery.example/it's", [path], { withFixedPages: true })
  expect(xml).not.toMatch(/<now>|&(?!#\d+;)|it's/)
})
