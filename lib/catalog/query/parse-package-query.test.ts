/** A package is asked for by name, and by version in the ways that people write. */
import { expect, test } from 'vitest'
import { parsePackageQuery } from './parse-package-query.ts'

test.each([
  ['openssl', 'openssl', null],
  ['OpenSSL', 'openssl', null],
  ['openssl@3.0.8', 'openssl', { relation: '=', text: '3.0.8' }],
  ['openssl@=3.0.8', 'openssl', { relation: '=', text: '3.0.8' }],
  ['openssl@<3.0.8', 'openssl', { relation: '<', text: '3.0.8' }],
  ['openssl@<= 3.0.8', 'openssl', { relation: '<=', text: '3.0.8' }],
  ['openssl@>3', 'openssl', { relation: '>', text: '3' }],
  ['golang.org/x/net@>=v0.46.0', 'golang.org/x/net', { relation: '>=', text: 'v0.46.0' }],
  ['@angular/core', '@angular/core', null],
  ['@angular/core@<17', '@angular/core', { relation: '<', text: '17' }],
  ['openssl@', 'openssl', null],
  ['openssl@<', 'openssl', null],
] as const)('%s', (value, name, version) => {
  expect(parsePackageQuery(value)).toEqual({ name, version })
})

test('nothing, and a sign alone, name no package', () => {
  expect(['', ' ', '@'].map(parsePackageQuery)).toEqual([null, null, null])
})
