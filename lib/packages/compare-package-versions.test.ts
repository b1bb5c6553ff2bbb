/** The order of versions is that of each kind of package, and an order in any case. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePackageVersions } from './compare-package-versions.ts'

test.each([
  ['deb', ['1.0~rc1', '1.0', '1.0-1~deb12u1', '1.0-1', '1.0-1+b1', '1.0.1', '1:0.1'], 'deb-version(7)'],
  ['deb', ['3.0.2-0ubuntu1.9', '3.0.2-0ubuntu1.10', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1'], 'OpenSSL'],
  ['rpm', ['1.0~rc1-1', '1.0-1.el9', '1.0-2.el9', '1.0^git1-1', '1.0a-1', '1.0.1-1', '2:0.5-1'], 'rpmvercmp'],
  [
    'apk',
    ['1.2.3_alpha1', '1.2.3_rc1-r0', '1.2.3-r0', '1.2.3-r4', '1.2.3-r10', '1.2.3_p1', '1.2.3b', '1.2.4'],
    'apk',
  ],
  [
    'npm',
    ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0'],
    'semver',
  ],
  ['golang', ['v0.0.0-20240101000000-abcdef', 'v0.9.0', 'v0.46.0', 'v1.0.0-rc.1', 'v1.0.0'], 'Go'],
  ['pypi', ['1.0.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0.post1', '1.1', '1!0.1'], 'PEP 440'],
  ['gem', ['1.9', '1.10', '2.0'], 'others by value'],
])('%s: %j (%s)', (type, sorted) => {
  const shuffled = sorted.toSorted((a, b) => a.localeCompare(b)).reverse()
  expect(shuffled.sort((a, b) => comparePackageVersions(type, a, b))).toEqual(sorted)
})

test.each([
  ['npm', '1.0.0+a', '1.0.0+b'],
  ['golang', 'v1.2.0', '1.2.0'],
  ['deb', '1.0', '0:1.0'],
  ['deb', '1.00', '1.0'],
  ['rpm', '1.0', '1.0-5'],
  ['pypi', '1.0', '1.0.0'],
])('%s: %s and %s are of one rank', (type, a, b) => {
  expect(comparePackageVersions(type, a, b)).toBe(0)
})

test('any texts have an order: turned around it is the opposite, and it goes through', () => {
  const part = fc.constantFrom(
    '0',
    '1',
    '01',
    '10',
    '.',
    '-',
    '~',
    '^',
    '+',
    ':',
    '_',
    'a',
    'rc',
    'post',
    'dev',
    'r',
    'v',
    '!',
    '-r2',
  )
  const version = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''))
  const type = fc.constantFrom('deb', 'apk', 'npm', 'pypi', 'gem', null)
  fc.assert(
    fc.property(type, version, version, version, (kind, a, b, c) => {
      const [ab, ba] = [comparePackageVersions(kind, a, b), comparePackageVersions(kind, b, a)]
      expect(Math.sign(ab)).toBe(-Math.sign(ba) || 0)
      if (ab <= 0 && comparePackageVersions(kind, b, c) <= 0) {
        expect(comparePackageVersions(kind, a, c)).toBeLessThanOrEqual(0)
      }
    }),
    { numRuns: 5_000 },
  )
})
