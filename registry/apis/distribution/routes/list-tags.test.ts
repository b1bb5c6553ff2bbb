import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, putManifest, toDescriptor } from '#testing/registry/distribution/push-image.ts'

const inOrder = ['1.0', '10', '2', '_x', 'A', 'a', 'B', 'b', 'latest', 'Z']
let api: DistributionTest
beforeAll(async () => {
  api = await openDistributionTest()
  const { manifest } = await pushImage(api, 'acme/app', null)
  const tags = inOrder.toReversed().map((tag) => `tag=${tag}`)
  await putManifest(api, 'acme/app', `${toDescriptor(manifest).digest}?${tags.join('&')}`, manifest)
})
afterAll(() => api.close())

const list = async (query = '') => {
  const { status, headers, text, error } = await api.send('GET', `/v2/acme/app/tags/list${query}`, {
    as: 'anyone',
  })
  return { status, error, link: headers.link, ...JSON.parse(text) }
}

test('tags are listed in lexical order, to anyone', async () => {
  expect(await list()).toMatchObject({ status: 200, name: 'acme/app', tags: inOrder, link: undefined })
})

test('an empty repository has no tags, and an unknown one is told', async () => {
  expect(await api.send('GET', '/v2/acme/second/tags/list')).toMatchObject({
    status: 200,
    text: '{"name":"acme/second","tags":[]}',
  })
  expect(await api.send('GET', '/v2/acme/none/tags/list')).toMatchObject({
    status: 404,
    error: 'NAME_UNKNOWN',
  })
})

test.each([1, 2, 3, 9, 10, 11])('pages of %i, by the links, hold every tag once', async (n) => {
  const found: string[] = []
  let query: string | undefined = `?n=${n}`
  for (let page = 0; query !== undefined && page < 20; page += 1) {
    const { tags, link } = await list(query)
    expect(tags.length).toBeLessThanOrEqual(n)
    found.push(...tags)
    query = /^<\/v2\/acme\/app\/tags\/list(\?[^>]+)>; rel="next"$/.exec(link ?? '')?.[1]
    if (link !== undefined) expect(query).toBeDefined()
  }
  expect(found).toEqual(inOrder)
})

test('last need not be a tag that there is', async () => {
  expect(await list('?last=c')).toMatchObject({ tags: ['latest', 'Z'] })
  expect(await list('?last=yyyy&n=1')).toMatchObject({ tags: ['Z'], link: undefined })
  expect(await list('?last=Z')).toMatchObject({ tags: [], link: undefined })
  expect(await list('?last=')).toMatchObject({ tags: inOrder })
  expect(await list(`?last=${'x'.repeat(5000)}`)).toMatchObject({ status: 200 })
  expect(await list('?last=%27%20OR%201=1--%00')).toMatchObject({ status: 200 })
})

test('n = 0 lists nothing, and has no next page', async () => {
  expect(await list('?n=0')).toMatchObject({ status: 200, tags: [], link: undefined })
})

test.each(['-1', 'x', '', '1.5', '1e3', '0x10', '%2B1', ' 1', '9'.repeat(400)])(
  'n = %j is refused',
  async (n) => {
    expect(await list(`?n=${n}`)).toMatchObject({ status: 400, error: 'PAGINATION_NUMBER_INVALID' })
  },
)

test.each([2 ** 31, 2 ** 32, 999_999_999_999_999])('n = %d is taken for the largest page', async (n) => {
  expect(await list(`?n=${n}`)).toMatchObject({ status: 200, tags: inOrder })
})

test('a page has at most 1,000 tags, whatever is asked for', async () => {
  // Two images, because one may have 1,000 tags.
  for (const image of ['a', 'b']) {
    const { manifest, digest } = await pushImage(api, 'acme/second', null, { annotations: { image } })
    for (let batch = 0; batch < 6; batch += 1) {
      const tags = Array.from({ length: 100 }, (_, at) => `tag=${image}${batch * 100 + at}`)
      await putManifest(api, 'acme/second', `${digest}?${tags.join('&')}`, manifest)
    }
  }
  for (const query of ['', '?n=5000']) {
    const { headers, text } = await api.send('GET', `/v2/acme/second/tags/list${query}`)
    expect(JSON.parse(text).tags).toHaveLength(1000)
    expect(headers.link).toMatch(/^<\/v2\/acme\/second\/tags\/list\?n=1000&last=b\d+>; rel="next"$/)
  }
})
