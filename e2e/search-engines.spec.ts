/** Guards what search engines and link previews read: titles, canonical addresses, Open Graph, sitemap, robots. */
import { expect, test } from '#testing/fixtures.ts'
import { servers } from '#testing/servers.ts'

// Visitors' address in this set-up, by the default of GALLERY_URL.
const galleryUrl = `http://localhost:${servers.embedded.galleryPort}`

test('a repository has its own title, description, canonical address and preview', async ({
  page,
  request,
}) => {
  await page.goto('/tidewater/postgres-tools?tab=usage')
  await expect(page).toHaveTitle('Usage of tidewater/postgres-tools · Public Gallery')
  await page.goto('/tidewater/postgres-tools')
  await expect(page).toHaveTitle('tidewater/postgres-tools · Public Gallery')
  const read = (selector: string, attribute: string) => page.locator(selector).first().getAttribute(attribute)
  const canonical = `${galleryUrl}/tidewater/postgres-tools`
  expect(await read('link[rel=canonical]', 'href')).toBe(canonical)
  expect(await read('meta[property="og:url"]', 'content')).toBe(canonical)
  expect(await read('meta[property="og:title"]', 'content')).toContain('tidewater/postgres-tools')
  expect(await read('meta[name=description]', 'content')).toMatch(/^psql, pg_dump/)
  expect(await read('meta[property="og:description"]', 'content')).toMatch(/^psql, pg_dump/)

  const picture = new URL((await read('meta[property="og:image"]', 'content')) ?? '', galleryUrl)
  const image = await request.get(`${picture.pathname}${picture.search}`)
  expect(image.headers()['content-type']).toMatch(/^image\//)
})

test('every page has a title of its own', async ({ page }) => {
  const titles = new Set<string>()
  for (const path of [
    '/',
    '/search',
    '/search?searchTerm=sqlite',
    '/publishers',
    '/tidewater',
    '/docs',
    '/jmo-lab/hello',
  ]) {
    await page.goto(path)
    titles.add(await page.title())
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  }
  expect(titles.size).toBe(7)
})

test('the sitemap names every repository, and robots.txt names the sitemap', async ({ request }) => {
  const robots = await (await request.get('/robots.txt')).text()
  expect(robots).toContain(`Sitemap: ${galleryUrl}/sitemap.xml`)
  const index = await (await request.get('/sitemap.xml')).text()
  const part = new URL(/<loc>([^<]+)<\/loc>/.exec(index)?.[1]?.replaceAll('&amp;', '&') ?? '')
  const sitemap = await (await request.get(`${part.pathname}${part.search}`)).text()
  const health = await (await request.get('/api/health')).json()
  const repositories = sitemap.match(/<loc>[^<]*\/[^<]+\/[^<]+<\/loc>/g) ?? []
  expect(repositories.length).toBeGreaterThanOrEqual(Math.min(health.facts.repositoryCount, 43))
  expect(sitemap).toContain(`<loc>${galleryUrl}/tidewater/postgres-tools</loc>`)
})

test('results of a search are not for indexing, a missing page even less', async ({ page }) => {
  await page.goto('/search?searchTerm=sqlite')
  await expect(page.locator('meta[name=robots]').first()).toHaveAttribute('content', /noindex/)
  await page.goto('/tidewater/no-such-repository')
  await expect(page.locator('meta[name=robots]').first()).toHaveAttribute('content', /noindex/)
})

test('the icons that browsers ask for are there', async ({ page, request }) => {
  await page.goto('/')
  for (const link of await page
    .locator('link[rel~=icon], link[rel=apple-touch-icon], link[rel=manifest]')
    .all()) {
    const href = (await link.getAttribute('href')) ?? ''
    // The icon of a tab may stand in the page itself.
    if (href.startsWith('data:image/svg+xml,')) continue
    expect((await request.get(href)).status()).toBe(200)
  }
  expect((await request.get('/favicon.ico')).status()).toBe(200)
})

test('those who find a weakness are told where to report it', async ({ request }) => {
  const answer = await request.get('/.well-known/security.txt')
  expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8')
  const text = await answer.text()
  expect(text).toMatch(/^Contact: \S+$/m)
  expect(Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '')).toBeGreaterThan(Date.now())
})
