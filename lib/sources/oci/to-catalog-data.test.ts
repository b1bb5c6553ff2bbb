import { expect, test } from 'vitest'
import { toCatalogData } from './to-catalog-data.ts'

test('annotations count before labels, and a README of its own before one in an annotation', () => {
  const texts = [
    { 'org.opencontainers.image.title': 'Gulls', 'org.opencontainers.image.readme': '# Short' },
    { 'org.opencontainers.image.description': 'Counts gulls', 'org.opencontainers.image.title': 'Other' },
  ]
  expect(toCatalogData(texts, null, null)).toMatchObject({
    description: 'Counts gulls',
    aboutText: '# Short',
  })
  expect(toCatalogData(texts, '# Long', null).aboutText).toBe('# Long')
  expect(toCatalogData([{ 'org.opencontainers.image.title': 'Gulls' }], null, null).description).toBe('Gulls')
})

test('documentation, source, licence and version stand in the usage text; what is no address does not', () => {
  const { usageText } = toCatalogData(
    [
      {
        'org.opencontainers.image.documentation': 'https://docs.example/gulls',
        'org.opencontainers.image.source': 'javascript:alert(1)',
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.version': '2`.0',
      },
    ],
    null,
    null,
  )
  expect(usageText).toBe(
    '- Documentation: <https://docs.example/gulls>\n- Version: `2 .0`\n- Licence: `Apache-2.0`',
  )
})

test("an image's own logo counts before the operator's, by https alone", () => {
  const key = 'io.artifacthub.package.logo-url'
  const logo = 'https://operator.example/logo.png'
  expect(toCatalogData([{ [key]: 'https://a.example/a.png' }], null, logo).logoUrl).toBe(
    'https://a.example/a.png',
  )
  expect(toCatalogData([{ [key]: 'http://10.0.0.1/a.png' }], null, logo).logoUrl).toBe(logo)
  expect(toCatalogData([], null, logo).logoUrl).toBe(logo)
})
