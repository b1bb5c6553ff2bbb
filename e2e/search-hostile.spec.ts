/** No search breaks a page: whatever stands in the address, the search page and its JSON answer with status 200. */
import { request as requestHttp } from 'node:http'
import { expect, test } from '#testing/fixtures.ts'
import { hostileSearches } from '#testing/hostile-searches.ts'

/** Parameters as they may stand in an address, well-formed or not. */
const rawQueries = [
  'searchTerm=%',
  'searchTerm=%00%01%1f',
  'searchTerm=%ff%fe%c0%af',
  'searchTerm=%ED%A0%80%ED%BF%BF',
  'searchTerm=%u0041%E0%A4%A',
  'searchTerm=%2525252525',
  'searchTerm=a&searchTerm=b&searchTerm[]=c&searchTerm[x]=d',
  'searchTerm=a&page=1e999',
  'searchTerm=a&page=-1&sort=__proto__',
  'searchTerm=a&page=99999999999999999999',
  `architectures=${'ARM,'.repeat(2_000)}`,
  Array.from({ length: 800 }, (_, at) => `types=${at}`).join('&'),
  '__proto__=a&constructor=b&hasOwnProperty=c',
  'verified=%00&updated=%ff&popularRegistries=%27%3B--',
  `${'&'.repeat(5_000)}searchTerm=a`,
]

/** The status of an address that is sent as it stands here; a browser's client would mend it first. */
function readStatus(galleryUrl: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(galleryUrl)
    requestHttp({ hostname, port, path, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
}

for (const { name, text } of hostileSearches) {
  test(`a search answers: ${name}`, async ({ server }) => {
    const encoded = encodeURIComponent(text.toWellFormed())
    for (const path of ['/search?searchTerm=', '/api/search?searchTerm=', '/api/suggest?q=']) {
      expect(await readStatus(server.galleryUrl, path + encoded), path).toBe(200)
    }
  })
}

test('any parameters answer, well-formed or not', async ({ server }) => {
  for (const query of rawQueries) {
    for (const path of ['/search', '/api/search', '/api/suggest']) {
      expect(await readStatus(server.galleryUrl, `${path}?${query}`), `${path}?${query.slice(0, 60)}`).toBe(
        200,
      )
    }
  }
})

test('a hostile search is shown as the text that it is', async ({ page }) => {
  const text = '"><img src=x onerror=alert(1)>{{7*7}} \u202eredis\u202c'
  await page.goto(`/search?searchTerm=${encodeURIComponent(text)}`)
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.getByRole('main').locator('img[src="x"]')).toHaveCount(0)
})
