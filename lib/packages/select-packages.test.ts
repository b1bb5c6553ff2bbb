/** A filter looks into everything that a row shows, and an order has what states nothing at its end. */
import { expect, test } from 'vitest'
import type { Package } from './package-list.ts'
import { selectPackages } from './select-packages.ts'

const make = (
  name: string,
  version: string | null,
  licence: string | null,
  type: string | null,
): Package => ({
  name,
  version,
  licence,
  type,
  purl: type && `pkg:${type}/${name}`,
})
const packages = [
  make('a', '1.9', 'MIT', 'deb'),
  make('b', '1.10', null, 'deb'),
  make('c', '2.0', 'Apache-2.0', 'npm'),
  make('d', null, 'MIT', null),
]
const names = (query: { filter?: string; sort?: string }) =>
  selectPackages(packages, { filter: '', sort: '', ...query }).map(({ name }) => name)

test('by name, licence, version and package URL, whatever its case', () => {
  expect(names({ filter: 'mit' })).toEqual(['a', 'd'])
  expect(names({ filter: '1.1' })).toEqual(['b'])
  expect(names({ filter: 'PKG:NPM' })).toEqual(['c'])
  expect(names({ filter: 'nothing of the kind' })).toEqual([])
})

test('by licence, and by version within a kind, the highest first', () => {
  expect(names({ sort: 'licence' })).toEqual(['c', 'a', 'd', 'b'])
  expect(names({ sort: 'version' })).toEqual(['b', 'a', 'c', 'd'])
})
