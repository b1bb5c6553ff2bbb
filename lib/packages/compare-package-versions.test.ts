/** The order of versions is that of each kind of package, and an order in any case. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePackageVersions, compareWithAsked } from './compare-package-versions.ts'

test.each<[string | null, string[], string]>([
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
  ['pypi', ['1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0rc1.dev5', '1.0rc1'], 'on the way to a candidate'],
  ['pypi', ['1.0', '1.0.post', '1.0.post1.dev1', '1.0.post1', '1.0-r5', '1.0-6', '1.0.1'], 'posted after it'],
  [
    'apk',
    ['1.2_rc1', '1.2_rc1_git20240101', '1.2_rc1_git20240202', '1.2', '1.2_git20240101', '1.2_p1_p2', '1.2.0'],
    'several words',
  ],
  ['apk', ['1.0', '1.05', '1.1', '1.10'], 'fractions'],
  ['ebuild', ['1.2_rc1', '1.2', '1.2-r1', '1.2_p1'], 'Gentoo'],
  ['alpm', ['1.0a-1', '1.0rc1-1', '1.0-1', '1.0-2', '1.0.a-1', '1.0.1-1', '1:0.5-1', '2:0.1-1'], 'vercmp(8)'],
  ['maven', ['2.0-beta9', '2.0-rc1', '2.0-rc2', '2.0', '2.0.1', '2.15.0-rc1', '2.15.0'], 'Log4j'],
  ['maven', ['6.2.0-M1', '6.2.0-M10', '6.2.0-RC1', '6.2.0-SNAPSHOT', '6.2.0', '6.2.0-1', '6.2.1'], 'Spring'],
  ['maven', ['5.3.0.Alpha1', '5.3.0.Beta2', '5.3.0.CR1', '5.3.0.Final', '5.3.0.SP1', '5.3.1.Final'], 'JBoss'],
  [
    'maven',
    [
      '1-alpha',
      '1-alpha-1',
      '1-beta',
      '1-milestone',
      '1-cr',
      '1-snapshot',
      '1',
      '1-sp',
      '1-jre',
      '1-1',
      '1.1',
    ],
    'Maven',
  ],
  ['maven', ['9.4.0.v20161208', '9.4.53.v20231009', '10.0.0-alpha0', '10.0.0'], 'Jetty'],
  ['gem', ['1.9', '1.10', '2.0'], 'others by value'],
  ['gem', ['7.1.0.beta1', '7.1.0.rc1', '7.1.0.rc2', '7.1.0', '7.1.0.1', '7.1.1'], 'Rails'],
  ['gem', ['1.0.0.pre', '1.0.0.pre1', '1.0.0', '1.0.1-pre', '1.0.1'], 'Gem::Version'],
  [
    'composer',
    [
      '2.4.6-alpha1',
      '2.4.6-beta2',
      '2.4.6-beta10',
      '2.4.6-RC1',
      '2.4.6',
      '2.4.6-p1',
      '2.4.6-p9',
      '2.4.6-p10',
    ],
    'Magento',
  ],
  [
    'composer',
    ['dev-main', 'v1.0.0-dev', 'v1.0.0-beta2-dev', 'v1.0.0-beta2', 'v1.0.0', '1.x-dev'],
    'branches',
  ],
  ['nuget', ['1.0.0-Alpha.2', '1.0.0-beta.1', '1.0.0-RC.1', '1.0.0', '1.0.0.1'], 'NuGet'],
  ['golang', ['go1.22.9', 'go1.23beta1', 'go1.23rc2', 'go1.23rc10', 'go1.23.0', 'go1.23.1'], 'Go itself'],
  ['pub', ['0.7.6-dev', '0.7.6', '0.7.6+2', '0.7.6+10', '0.7.7'], 'Dart'],
  ['generic', ['3.12.9', '3.13.0a6', '3.13.0b4', '3.13.0rc1', '3.13.0rc3', '3.13.0', '3.13.1'], 'CPython'],
  ['generic', ['1.1.1', '1.1.1a', '1.1.1w', '3.0.0-alpha1', '3.0.0', '3.0.8', '3.0.11'], 'OpenSSL'],
  ['bitnami', ['1.25.3', '1.25.3-2', '1.25.3-10', '1.25.4-0'], 'Bitnami'],
  [null, ['1.0.0~git1', '1.0.0-dev.1', '1.0.0-alpha', '1.0.0-rc.1', '1.0.0', '1.0.0-p1', '1.0.1'], 'no kind'],
])('%s: %j (%s)', (type, sorted) => {
  const shuffled = sorted.toSorted((a, b) => a.localeCompare(b)).reverse()
  expect(shuffled.sort((a, b) => comparePackageVersions(type, a, b))).toEqual(sorted)
})

test.each([
  ['npm', '1.0.0+a', '1.0.0+b'],
  ['golang', 'v1.2.0', '1.2.0'],
  ['deb', '1.0', '0:1.0'],
  ['deb', '1.00', '1.0'],
  ['pypi', '1.0', '1.0.0'],
  ['pypi', '1.0c1', '1.0rc1'],
  ['pypi', '1.0-5', '1.0.post5'],
  ['maven', '1.0.0.Final', '1.0'],
  ['maven', '1.0-RC1', '1.0.cr-1'],
  ['maven', '6.1.0-M2', '6.1-milestone-2'],
  ['gem', '1.16.0-x86_64-linux', '1.16'],
  ['nuget', '1.0.0-RC1', '1.0.0-rc1'],
  ['golang', 'go1.22.3 X:boringcrypto', 'v1.22.3'],
  ['composer', 'v2.4.6-stable', '2.4.6.0'],
  [null, 'v1.2.0', '1.2'],
])('%s: %s and %s are of one rank', (type, a, b) => {
  expect(comparePackageVersions(type, a, b)).toBe(0)
})

const types = [
  ...['alpm', 'apk', 'cargo', 'cocoapods', 'composer', 'deb', 'ebuild', 'gem', 'generic', 'golang', 'hex'],
  ...['maven', 'npm', 'nuget', 'pub', 'pypi', 'rpm', 'swift', null],
]

const oddVersions =
  ' 0 00 0.0 1 1. 1.. .1 1.0 1.0.0 01 1.05 1.0-0 1- -1 1-1 1.0-rc1 1.0_rc1_git2 1.0~rc1 1.0^git1 1.0+b 1.0.0.Final 1-0.alpha 1.0.alpha.1 1.final.2 1-sp 1a 1.a 1a1 1ab 1.0b2-dev 1.0.post 1.0-r5 1.0.dev1 1!1.0 1:1.0-1 :1 v1.0 go1.0rc1 go1 dev-main 1.x-dev x (devel) rc ~ 7d865e9 1.0-x86_64-linux 20240101 99999999999999999999 1.0.0-alpha.beta 1.0.0-01 1.0-RC.1'.split(
    ' ',
  )

test.each(types)('%s: odd versions have an order, too', (type) => {
  const rows = oddVersions.map((a) => oddVersions.map((b) => Math.sign(comparePackageVersions(type, a, b))))
  const wrong: string[][] = []
  for (const [a, row] of rows.entries()) {
    for (const [b, order] of row.entries()) {
      if (order !== -(rows[b]?.[a] ?? 9)) wrong.push([oddVersions[a] ?? '', oddVersions[b] ?? ''])
      if (order > 0) continue
      for (const [c, next] of (rows[b] ?? []).entries()) {
        // What follows what follows, follows; and is no equal, where one of both steps is one.
        const isRight = (row[c] ?? 9) === Math.min(order, next)
        if (next <= 0 && !isRight) wrong.push([a, b, c].map((at) => oddVersions[at] ?? ''))
      }
    }
  }
  expect(wrong).toEqual([])
})

test.each([
  ['rpm', '1.0-5.el9', '1.0'],
  ['rpm', '1:1.0-5.el9', '1.0'],
  ['alpm', '1:1.0-5', '1.0'],
  ['deb', '1:1.0-5', '1.0'],
  ['apk', '1.0-r5', '1.0'],
  ['ebuild', '1.0-r5', '1.0'],
])('%s: %s is what somebody asks for who types %s', (type, version, asked) => {
  expect(compareWithAsked(type, version, asked)).toBe(0)
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
  const type = fc.constantFrom(...types)
  fc.assert(
    fc.property(type, version, version, version, (kind, a, b, c) => {
      const [ab, ba] = [comparePackageVersions(kind, a, b), comparePackageVersions(kind, b, a)]
      expect(Math.sign(ab)).toBe(-Math.sign(ba) || 0)
      if (ab <= 0 && comparePackageVersions(kind, b, c) <= 0) {
        expect(comparePackageVersions(kind, a, c)).toBeLessThanOrEqual(0)
      }
    }),
    { numRuns: 15_000 },
  )
})
