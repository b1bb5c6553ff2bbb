import { array, assert, constantFrom, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { comparePackages } from './compare-packages.ts'
import type { Package } from './package-list.ts'

const toPackage = (name: string, version: string | null, type = 'deb'): Package => ({
  name,
  version,
  type,
  licence: null,
  purl: null,
})

test('packages come, go, and have other versions by the order of their kind', () => {
  const before = [
    toPackage('openssl', '3.0.9-1'),
    toPackage('zlib', '1.3'),
    toPackage('raft', 'v1.10.0', 'golang'),
    toPackage('busybox', '1.37.0'),
    toPackage('tzdata', '2026b'),
  ]
  const after = [
    toPackage('openssl', '3.0.10-1'),
    toPackage('zlib', '1.3'),
    toPackage('raft', 'v1.9.0', 'golang'),
    toPackage('tzdata', '2026b'),
    toPackage('tzdata', '2026c'),
    toPackage('busybox', '1.37.0', 'apk'),
  ]
  const { changes, sameCount } = comparePackages(before, after)
  expect(changes.map(({ change, name, before: old, after: now }) => [change, name, old, now])).toEqual([
    ['up', 'openssl', ['3.0.9-1'], ['3.0.10-1']],
    ['up', 'tzdata', [], ['2026c']],
    ['down', 'raft', ['v1.10.0'], ['v1.9.0']],
    ['added', 'busybox', [], ['1.37.0']],
    ['removed', 'busybox', ['1.37.0'], []],
  ])
  expect(sameCount).toBe(1)
})

test('the other way round everything is turned, and with itself nothing differs', () => {
  const packages = array(
    record({ name: constantFrom('a', 'b', '__proto__'), version: constantFrom('1', '2', '1~rc', null) }).map(
      ({ name, version }) => toPackage(name, version),
    ),
    { maxLength: 6 },
  )
  assert(
    property(packages, packages, (one, other) => {
      expect(comparePackages(one, one).changes).toEqual([])
      const there = comparePackages(one, other)
      const back = comparePackages(other, one)
      expect(back.sameCount).toBe(there.sameCount)
      expect(
        back.changes.map(({ name, before, after }) => JSON.stringify([name, after, before])).sort(),
      ).toEqual(there.changes.map(({ name, before, after }) => JSON.stringify([name, before, after])).sort())
    }),
  )
})
