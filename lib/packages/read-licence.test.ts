/** Licence expressions that mean the same count as one, and a name that is none stays what it is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinLicences, normalizeLicence } from './read-licence.ts'

test.each([
  ['MIT', 'MIT'],
  ['(MIT)', 'MIT'],
  ['  Apache-2.0  ', 'Apache-2.0'],
  ['(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
  ['(MIT or Apache-2.0) and BSD-3-Clause', '(MIT OR Apache-2.0) AND BSD-3-Clause'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['LicenseRef-public-domain', 'LicenseRef-public-domain'],
  ['NOASSERTION', null],
  ['NONE', null],
  ['', null],
  ['Public domain, mostly', 'Public domain, mostly'],
  ['MIT OR', 'MIT OR'],
  ['))((', '))(('],
])('%s is %s', (text, licence) => {
  expect(normalizeLicence(text)).toBe(licence)
})

test('several licences hold together, each once', () => {
  expect(joinLicences(['MIT', '(MIT)', 'Apache-2.0 OR GPL-2.0-only', 'NOASSERTION'])).toBe(
    'MIT AND (Apache-2.0 OR GPL-2.0-only)',
  )
  expect(joinLicences([])).toBeNull()
})

test('what was brought into one spelling stays so', () => {
  const word = fc.constantFrom(
    'MIT',
    'Apache-2.0',
    'GPL-3.0-or-later',
    'AND',
    'OR',
    'WITH',
    '(',
    ')',
    '+',
    ' ',
    'x',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const once = normalizeLicence(words.join(' '))
      expect(once === null ? null : normalizeLicence(once)).toBe(once)
    }),
    { numRuns: 2_000 },
  )
})
