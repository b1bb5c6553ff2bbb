/** A comparison's permanent address names both images by their digests, however they were asked for, and is read back as them. */
import { expect, test } from 'vitest'
import { parseComparisonRoute } from '#lib/addresses/comparison.ts'
import type { Comparison } from '#lib/pages/image/get-comparison.ts'
import { toComparisonAddresses } from './comparison-view.tsx'

const [before, after] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`]

function compare(platform: string | null): Comparison {
  const side = (tag: string, digest: string) => ({
    reference: { tag, digest: null, platform },
    page: { image: { digest } },
  })
  return {
    repository: { summary: { repositoryName: 'cache/harbor' } },
    from: side('1.0', before),
    to: side('latest', after),
  } as unknown as Comparison
}

test.each([[null], ['linux/arm64']])('by digests, for the platform %s', (platform) => {
  const { permanent, text, json } = toComparisonAddresses('acme', compare(platform))
  const { pathname, searchParams } = new URL(permanent, 'http://gallery.example')
  expect(pathname).toBe('/acme/cache/harbor')
  expect(Object.fromEntries(searchParams)).toEqual({
    compare: before,
    with: after,
    ...(platform === null ? {} : { platform }),
  })
  for (const address of [text, json]) {
    const asked = new URL(address, 'http://gallery.example').searchParams
    expect([asked.get('from'), asked.get('to'), asked.get('platform')]).toEqual([before, after, platform])
  }
  const repository = ['cache', 'harbor', ...(platform === null ? [] : ['~', ...platform.split('/')])]
  expect(parseComparisonRoute({ from: before, to: after, alias: 'acme', repository })).toMatchObject({
    alias: 'acme',
    repositoryName: 'cache/harbor',
    from: expect.objectContaining({ digest: before, platform }),
    to: expect.objectContaining({ digest: after, platform }),
    platform,
  })
})
