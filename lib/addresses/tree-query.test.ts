import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstTreeQuery, hasAddress, parseTreeQuery, type TreeQuery, toTreeParams } from './tree-query.ts'

const read = (text: string) => parseTreeQuery(new URLSearchParams(text))

test.each<[string, Partial<TreeQuery>]>([
  ['', {}],
  ['path=usr/lib&layer=3&filter=ssl&sort=size', { path: 'usr/lib', layer: 3, filter: 'ssl', sort: 'size' }],
  ['path=/../../etc//passwd/', { path: 'etc/passwd' }],
  ['path=%00', {}],
  ['layer=0&sort=up', {}],
  ['layer=-1', {}],
  ['layer=1e9', {}],
  [`filter=${'x'.repeat(200)}`, { filter: 'x'.repeat(128) }],
])('%s', (text, query) => {
  expect(read(text)).toEqual({ ...firstTreeQuery, ...query })
})

test('a query is the same after its address', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.toWellFormed())
  const path = fc.array(name).map((parts) => parseTreeQuery({ path: parts.join('/') }).path)
  const query = fc.record<TreeQuery>({
    path,
    layer: fc.option(fc.integer({ min: 1, max: 999 })),
    filter: fc.string().map((filter) => parseTreeQuery({ filter }).filter),
    sort: fc.constantFrom('name', 'size'),
  })
  fc.assert(
    fc.property(query, (one) => {
      expect(read(toTreeParams(one).slice(1))).toEqual(one)
    }),
  )
})

test('a path that no address can hold has none', () => {
  expect(hasAddress('a/'.repeat(120))).toBe(true)
  expect(hasAddress('é'.repeat(1_000))).toBe(true)
  expect(hasAddress('日'.repeat(4_000))).toBe(false)
  expect(hasAddress('x'.repeat(4_000))).toBe(true)
})
