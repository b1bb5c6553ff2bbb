/** From release to release of the demo's images a few packages change, and what was found in them with them. */
import { expect, test } from 'vitest'
import { compareTokens, toTokens } from '#lib/oci/compare-natural.ts'
import { readDemoContent } from '../read-demo-content.ts'
import type { DemoContainerImages } from './demo-images.ts'
import { resolveContents, toPackageName } from './resolve-contents.ts'

function requireImages(name: string): DemoContainerImages {
  const found = readDemoContent()
    .flatMap(({ repositories }) => repositories)
    .find((one) => one.name === name)
  if (found?.images?.kind !== 'image') throw new Error(`${name} has no images.`)
  return found.images
}

const toVersions = (packages: readonly string[]) =>
  new Map(packages.map((line) => [toPackageName(line), /@([^?\s]+)/.exec(line)?.[1] ?? '']))

test('neighbours differ by a few packages, up and down, added and removed; vulnerabilities come and go', () => {
  const images = requireImages('cache/harbor')
  const line = images.releases.filter(({ tags }) => !tags[0]?.startsWith('1.'))
  const seen = { up: 0, down: 0, added: 0, removed: 0, fixed: 0, new: 0 }
  for (const [at, release] of line.slice(1).entries()) {
    const [before, after] = [line[at], release].map((one) => one && resolveContents(images, one))
    if (!before || !after) throw new Error(`${release.tags[0]} has no contents.`)
    const [old, now] = [toVersions(before.packages), toVersions(after.packages)]
    const changed = [...now].filter(([name, version]) => old.has(name) && old.get(name) !== version)
    const added = [...now.keys()].filter((name) => !old.has(name))
    const removed = [...old.keys()].filter((name) => !now.has(name))
    const count = changed.length + added.length + removed.length
    expect(count, release.tags[0]).toBeGreaterThan(0)
    expect(count, release.tags[0]).toBeLessThan(16)
    for (const [name, version] of changed) {
      const order = compareTokens(toTokens(version), toTokens(old.get(name) ?? ''))
      seen[order > 0 ? 'up' : 'down']++
    }
    seen.added += added.length
    seen.removed += removed.length
    const [oldIds, ids] = [before, after].map(({ scan }) => (scan?.found ?? []).map(({ id }) => id))
    seen.fixed += (oldIds ?? []).filter((id) => !ids?.includes(id)).length
    seen.new += (ids ?? []).filter((id) => !oldIds?.includes(id)).length
  }
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0)
  const sizes = line.map((release) => resolveContents(images, release)?.packages.length ?? 0)
  expect(sizes.at(-1)).toBeGreaterThan((sizes[0] ?? 0) + 3)
})

test('the program has the version of its release, and what differs has to be there', () => {
  const images = requireImages('cache/harbor')
  const { packages } = images.releases.flatMap((release) =>
    release.tags[0] === '2.1.1' ? (resolveContents(images, release) ?? []) : [],
  )[0] ?? { packages: [] }
  expect(toVersions(packages).get('harbor')).toBe('2.1.1')
  const like = { like: '2.2.1', versions: [], without: [], also: [], found: [], fixed: [] }
  const resolve = (more: object) =>
    resolveContents(images, { tags: ['2.2.0'], contents: { ...like, ...more } })
  expect(() => resolve({ versions: ['nothing@1'] })).toThrow('has no package nothing')
  expect(() => resolve({ without: ['nothing'] })).toThrow('has no package nothing')
  expect(() => resolve({ like: '9.9.9' })).toThrow('no contents of a release 9.9.9')
})
