/** Guards that operators and filters are two views of the same search. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VOUCHES } from '#lib/catalog/query/search-query.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import { parseSearchParams, toSearchParams } from './search-params.ts'
import {
  parseTypedText,
  REPOSITORY_KINDS,
  type TypedSearch,
  toTypedText,
  UPDATED_WITHIN,
} from './typed-operators.ts'

const empty: TypedSearch = {
  text: '',
  verifiedOnly: false,
  operatingSystems: [],
  architectures: [],
  publishers: [],
  types: [],
  licences: [],
  vouched: [],
  packages: [],
  updatedWithin: null,
}

describe('what is typed', () => {
  test.each<[string, Partial<TypedSearch>]>([
    ['nginx os:linux', { text: 'nginx', operatingSystems: ['Linux'] }],
    ['os:linux nginx OS:Windows', { text: 'nginx', operatingSystems: ['Linux', 'Windows'] }],
    ['os:linux,windows', { operatingSystems: ['Linux', 'Windows'] }],
    ['os:beos', { operatingSystems: ['beos'] }],
    ['arch:"ARM 64" arch:amd64', { architectures: ['ARM 64', 'x86-64'] }],
    ['arch:“arm 64', { architectures: ['ARM 64'] }],
    ['publisher:Acme', { publishers: ['acme'] }],
    ['verified:yes', { verifiedOnly: true }],
    ['verified:no nginx', { text: 'nginx' }],
    ['updated:week updated:Day', { updatedWithin: 'day' }],
    ['type:chart type:images', { types: ['chart', 'image'] }],
    ['license:mit LICENCE:none', { licences: ['mit', 'none'] }],
    ['signed:yes sbom:true', { vouched: ['signed', 'sbom'] }],
    ['signed:Verified', { vouched: ['signature-verified'] }],
    ['signed:no sbom:false source:0', { vouched: ['no-signature', 'no-sbom', 'no-source'] }],
    ['arch:riscv64 arch:"PowerPC 64 LE" arch:ppc64le', { architectures: ['RISC-V 64', 'PowerPC 64 LE'] }],
    ['kind:wasm', { types: ['wasm'] }],
    ['arch:linux/arm64', { operatingSystems: ['Linux'], architectures: ['ARM 64'] }],
    ['os:linux/arm/v7', { operatingSystems: ['Linux'], architectures: ['ARM'] }],
    ['os：linux cache', { text: 'cache', operatingSystems: ['Linux'] }],
    ['ｏｓ：ｌｉｎｕｘ　cache', { text: 'cache', operatingSystems: ['Linux'] }],
    ['os:linux、windows', { operatingSystems: ['Linux', 'Windows'] }],
    ['ａｒｃｈ：「ARM 64」', { architectures: ['ARM 64'] }],
    ['－os:linux', { text: '－os:linux' }],
    ['cache NOT os:linux', { text: 'cache NOT os:linux' }],
    ['type:helm type:build-cache', { types: ['chart', 'build-cache'] }],
    ['a type:image b', { text: 'a b', types: ['image'] }],
    ['"os:linux" x', { text: '"os:linux" x' }],
  ])('%j', (typed, expected) => {
    expect(parseTypedText(typed)).toEqual({ ...empty, ...expected })
  })

  test.each([
    'is:official',
    'signed:perhaps',
    'os:',
    'os:""',
    'verified:perhaps',
    'updated:yesterday',
    'type:film',
    '-os:linux',
    '-type:"image"',
    'constructor:x',
    '__proto__:x',
    'nginx:1.25',
    'https://gallery.ecr.aws/acme/web?tag=1',
    'docker pull --platform linux/arm64 localhost:5050/acme/web:1',
    '"in memory',
  ])('%j has no operator and stays as it is', (typed) => {
    expect(parseTypedText(typed)).toEqual({ ...empty, text: typed })
  })
})

describe('what the box shows', () => {
  test.each<[Partial<TypedSearch>, string]>([
    [{}, ''],
    [{ text: 'nginx', operatingSystems: ['Linux'] }, 'nginx os:linux'],
    [{ architectures: ['ARM 64', 'x86-64', 'my cpu'] }, 'arch:arm64 arch:x86-64 arch:"my cpu"'],
    [
      { text: 'a', publishers: ['acme'], verifiedOnly: true, updatedWithin: 'week', types: ['chart'] },
      'a publisher:acme verified:yes updated:week type:chart',
    ],
    [{ text: '"in memory', verifiedOnly: true }, '"in memory" verified:yes'],
    [{ text: '"in memory' }, '"in memory'],
  ])('%j', (query, typed) => {
    expect(toTypedText(query)).toBe(typed)
  })
})

describe('properties', () => {
  const texts = fc.array(fc.constantFrom('web', '"a b"', '-old', 'acme/web:1', 'type:film', 'café'), {
    maxLength: 4,
  })
  const searches: fc.Arbitrary<TypedSearch> = fc.record({
    text: texts.map((words) => words.join(' ')),
    verifiedOnly: fc.boolean(),
    operatingSystems: fc.subarray([...OPERATING_SYSTEMS, 'Plan 9']),
    architectures: fc.subarray([...ARCHITECTURES, 'sparc']),
    publishers: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/), { maxLength: 4 }),
    types: fc.subarray([...REPOSITORY_KINDS], { maxLength: 4 }),
    licences: fc.subarray(['MIT', 'GPL-2.0+', 'Apache-2.0 WITH LLVM-exception']),
    vouched: fc.subarray([...VOUCHES]),
    packages: fc.subarray(['openssl', 'zlib@<1.3.1', '@scope/name@>=2', 'x@1']),
    updatedWithin: fc.option(fc.constantFrom(...UPDATED_WITHIN)),
  })

  test('what the box shows, typed again, is the same search', () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(parseTypedText(toTypedText(search))).toEqual(search)
      }),
    )
  })

  test('whatever is typed means the same by its URL', () => {
    const pieces = fc.constantFrom(
      'os:',
      'arch:',
      'type:image',
      'verified:yes',
      '"',
      '“',
      '-',
      ' ',
      ',',
      'linux',
      ':',
    )
    const typed = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 30 })
    fc.assert(
      fc.property(typed, (parts) => {
        const query = parseSearchParams({ searchTerm: parts.join('') })
        expect(parseSearchParams(toSearchParams(query))).toEqual(query)
      }),
      { numRuns: 1000 },
    )
  })
})
