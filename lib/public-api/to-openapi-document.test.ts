/** The document names every endpoint that there is and no other, and every parameter that the search takes. */
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CATALOG_DATA_OPERATIONS } from '#lib/addresses/catalog-data-operations.ts'
import { parseSearchParams, toSearchParams } from '#lib/addresses/search-params.ts'
import { apiAnswers } from './api-answers.ts'
import { searchParameters } from './api-operations.ts'
import { toOpenapiDocument } from './to-openapi-document.ts'

const document = toOpenapiDocument('https://gallery.example.com')
const apiFolder = join(import.meta.dirname, '../../app/api')

test('every endpoint has its entry, and every entry its endpoint', () => {
  const routes = readdirSync(apiFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'route.ts')
    .map((entry) => relative(apiFolder, entry.parentPath))
    .filter((path) => !path.startsWith('internal/') && path !== '[[...unknown]]')
    .map((path) => `/api/${path.replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')}`)
  const posts = CATALOG_DATA_OPERATIONS.map((operation) => `/${operation}`)
  expect(Object.keys(document.paths).sort()).toEqual([...routes, ...posts].sort())
})

test('every parameter of a search is in it, and does what it says', () => {
  const full = parseSearchParams({
    searchTerm: 'a',
    verified: 'verified',
    operatingSystems: 'Linux',
    architectures: 'ARM',
    popularRegistries: 'acme',
    types: 'chart',
    licences: 'MIT',
    vouched: 'signed',
    packages: 'openssl@<3',
    updated: 'week',
    sort: 'name',
    page: '2',
  })
  expect([...toSearchParams(full).keys()].sort()).toEqual(Object.keys(searchParameters).sort())
})

test('every schema is one that a client can check with, and all that is referred to is there', () => {
  const { schemas } = document.components
  expect(Object.keys(schemas)).toEqual(Object.keys(apiAnswers))
  for (const schema of Object.values(schemas)) {
    expect(() => z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(schema))).not.toThrow()
  }
  const references = [...JSON.stringify(document.paths).matchAll(/"#\/components\/schemas\/(\w+)"/g)]
  expect(new Set(references.map(([, name]) => name))).toEqual(new Set(Object.keys(schemas)))
})
