/** Guards that a first visit asks for little, and that the page behind a link is fetched ahead only once somebody means it. */
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'

test.use({ viewport: { width: 360, height: 740 } })

const kinds = {
  home: '/',
  search: '/search?searchTerm=postgres',
  repository: '/tidewater/postgres-tools',
  tags: '/tidewater/cache/harbor?tab=tags',
  image: '/tidewater/cache/harbor?tag=2.2.0',
}

function collectRequests(page: Page): string[] {
  const urls: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) urls.push(request.url())
  })
  return urls
}

for (const [kind, path] of Object.entries(kinds)) {
  test(`a first visit of the ${kind} page fetches no other page ahead`, async ({ page }) => {
    const urls = collectRequests(page)
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(urls.filter((url) => url.includes('_rsc='))).toEqual([])
  })
}

for (const intent of ['hover', 'focus'] as const) {
  test(`${intent} on a link fetches its page ahead`, async ({ page }) => {
    const urls = collectRequests(page)
    await page.goto('/publishers', { waitUntil: 'networkidle' })
    const ahead = () => urls.filter((url) => /\/tidewater\?_rsc=/.test(url))
    expect(ahead()).toEqual([])
    await page.getByRole('main').getByRole('link', { name: 'Tidewater Data' }).first()[intent]()
    await expect.poll(() => ahead().length).toBeGreaterThan(0)
  })
}
