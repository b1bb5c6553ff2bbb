/** What can be followed: feeds that a reader of feeds takes, found where one looks for them. */
import type { Page } from '@playwright/test'
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { expect, test } from '#testing/fixtures.ts'

const path = '/tidewater/cache/harbor'

/** As the browser's own XML parser reads it. */
async function parseAtom(page: Page, xml: string) {
  await page.goto('about:blank')
  return page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml')
    const read = (selector: string) =>
      [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '')
    return {
      error: document.querySelector('parsererror')?.textContent ?? null,
      language: document.documentElement.getAttributeNS('http://www.w3.org/XML/1998/namespace', 'lang'),
      ids: read('entry > id'),
      titles: read('entry > title'),
      updated: read('entry > updated'),
      contents: read('entry > content'),
    }
  }, xml)
}

test('a repository is followed from its page, and its tags come with their digests', async ({
  page,
  request,
  language,
}) => {
  const feed = toAddressInLanguage(`/api/feed${path}`, language)
  await page.goto(`${path}?tab=tags`)
  const announced = page.locator('head link[type="application/atom+xml"]')
  const href = (await announced.getAttribute('href')) ?? ''
  expect(href.endsWith(feed)).toBe(true)
  await expect(page.getByRole('link', { name: 'Atom' })).toHaveAttribute('href', feed)

  const answer = await request.get(feed)
  expect(answer.headers()['content-type']).toBe('application/atom+xml; charset=utf-8')
  const { error, ids, titles, updated, contents, ...found } = await parseAtom(page, await answer.text())
  expect([error, found.language]).toEqual([null, language])
  expect(new Set(ids).size).toBe(ids.length)
  expect(titles).toContain('tidewater/cache/harbor:latest')
  expect(updated).toEqual(updated.toSorted().toReversed())
  for (const content of contents) {
    const [tag = '', digest = ''] = [content.split(' ')[0], /sha256:[0-9a-f]{64}/.exec(content)?.[0]]
    expect(content).toBe(readTexts(language, 'feeds')('tagNames', { tag, digest }))
  }

  const again = await request.get(feed, {
    headers: { 'if-none-match': answer.headers().etag ?? '' },
  })
  expect(again.status()).toBe(304)
})

test('some tags are followed by their pattern', async ({ page, request }) => {
  const answer = await request.get(`/api/feed${path}?tag=2.*`)
  const { titles } = await parseAtom(page, await answer.text())
  expect(titles.length).toBeGreaterThan(0)
  for (const title of titles) expect(title).toMatch(/^tidewater\/cache\/harbor:2\./)
})

for (const of of ['/tidewater', '/search?searchTerm=postgres']) {
  test(`${of} can be followed`, async ({ page, request }) => {
    await page.goto(of)
    const href = await page.locator('head link[type="application/atom+xml"]').getAttribute('href')
    const address = new URL(href ?? '')
    const answer = await request.get(`${address.pathname}${address.search}`)
    const { error, titles } = await parseAtom(page, await answer.text())
    expect(error).toBeNull()
    expect(titles.some((title) => title.startsWith('tidewater/postgres-tools'))).toBe(true)
    const json = await (await request.get(`${address.pathname}${address.search || '?'}&format=json`)).json()
    expect(json.items).toHaveLength(titles.length)
  })
}

test('what a browser keeps of the gallery, its search and its name, has the words of the page', async ({
  page,
  request,
  language,
}) => {
  await page.goto('/')
  const search = (await page.locator('head link[rel="search"]').getAttribute('href')) ?? ''
  expect(await (await request.get(search)).text()).toContain(readTexts(language, 'feeds')('searchHere'))
  const manifest = (await page.locator('head link[rel="manifest"]').getAttribute('href')) ?? ''
  const answer = await request.get(manifest)
  expect(answer.headers()['content-type']).toBe('application/manifest+json')
  expect(await answer.json()).toMatchObject({
    lang: language,
    description: readTexts(language, 'site')('slogan'),
  })
})
