/** What an image is built on is read from annotations alone, and layers are chained as the specification has it. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { listChainIds, toStatedBase } from './base-image.ts'

const prefix = 'org.opencontainers.image.base.'
const digest = `sha256:${'ab'.repeat(32)}`

test('the first annotations that name a base are the ones', () => {
  const index = { [`${prefix}name`]: 'registry.example:5000/acme/base:3.1', [`${prefix}digest`]: digest }
  const image = { [`${prefix}name`]: 'registry.example/other' }
  expect(toStatedBase([{}, index, image])).toEqual({
    reference: 'registry.example:5000/acme/base:3.1',
    name: 'registry.example:5000/acme/base',
    tag: '3.1',
    digest,
  })
  expect(toStatedBase([image])).toMatchObject({ name: 'registry.example/other', tag: null, digest: null })
})

test.each([
  '',
  'scratch',
  'debian:13',
  'acme/base',
  'a.example/',
  'https://a.example/b',
  'a.example/B',
  `a.example/${'b'.repeat(600)}`,
])('%j names no image of a registry', (name) => {
  expect(toStatedBase([{ [`${prefix}name`]: name }])).toBeNull()
})

test('what is no digest and no tag is left out', () => {
  const named = { [`${prefix}name`]: 'A.example/base:-x@sha256:00', [`${prefix}digest`]: 'none' }
  expect(toStatedBase([named])).toMatchObject({ name: 'a.example/base', tag: null, digest: null })
})

test('a ChainID stands for a layer and all below it', () => {
  const [one, two] = ['11', '22'].map((byte) => `sha256:${byte.repeat(32)}`)
  const both = `sha256:${createHash('sha256').update(`${one} ${two}`).digest('hex')}`
  expect(listChainIds([one ?? '', two ?? ''])).toEqual([one, both])
  expect(listChainIds([])).toEqual([])
  expect(listChainIds(Array(129).fill(one))).toEqual([])
})
