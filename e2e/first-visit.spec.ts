/** Guards that a first visit asks for few files and a light script, and that the page behind a link is fetched ahead only once somebody means it. */
import type { Page } from '@playwright/test'
import { countBodyBytes } from '#testing/count-body-bytes.ts'
import { expect, test } from '#testing/fixtures.ts'

test.use({ viewport: { width: 360, height: 740 } })

const kinds = {
  home: '/',
  search: '/search?searchTerm=postgres',
  repository: '/tidewater/postgres-tools',
  tags: '/tidewater/cache/harbor?tab=tags',
  image: '/tidewater/cache/harbor?tag=2.2.0',
}

/** As many requests as a first visit may make, with the document and, on a search page, a logo for each of four rows. */
const maxRequests = { home: 9, search: 14, repository: 11, tags: 12, image: 10 } satisfies Record<
  keyof typeof kinds,
  number
>
/** Of 1,000 bytes, compressed. */
const maxScriptKb = 135
/** Two families, each its Latin letters. */
const maxFontBytes = 53_000

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

for (const [kind, most] of Object.entries(maxRequests)) {
  test(`a first visit of the ${kind} page makes ${most} requests at most, one of them for a style sheet`, async ({
    page,
  }) => {
    const urls = collectRequests(page)
    const answer = await page.goto(kinds[kind as keyof typeof kinds], { waitUntil: 'networkidle' })
    expect(answer?.headers()['content-encoding']).toBe('br')
    const sheets = urls.filter((url) => url.endsWith('.css'))
    expect(sheets).toHaveLength(1)
    // The browser asked for it when the header came, and not again when it read the document.
    expect(answer?.headers().link).toContain(`<${new URL(sheets[0] ?? '').pathname}>; rel=preload; as=style`)
    expect(urls.length, urls.join('\n')).toBeLessThanOrEqual(most)
  })
}

test(`a first visit of a repository loads ${maxScriptKb} kB of scripts at most`, async ({ page }) => {
  const session = await page.context().newCDPSession(page)
  const read = countBodyBytes(session)
  await session.send('Network.enable')
  await page.goto(kinds.repository, { waitUntil: 'networkidle' })
  const { scriptKb } = read()
  expect(scriptKb).toBeGreaterThan(0)
  expect(scriptKb).toBeLessThanOrEqual(maxScriptKb)
})

test('scripts and styles come compressed as the build left them, are the same in each form, and are kept for good', async ({
  page,
  request,
}) => {
  const files = new Map<string, string | undefined>()
  page.on('response', async (response) => {
    if (['script', 'stylesheet'].includes(response.request().resourceType()))
      files.set(response.url(), response.headers()['content-encoding'])
  })
  await page.goto(kinds.repository, { waitUntil: 'networkidle' })
  expect(files.size).toBeGreaterThan(5)
  expect([...new Set(files.values())]).toEqual(['br'])
  for (const url of files.keys()) {
    const forms = await Promise.all(
      ['br', 'gzip', 'identity'].map((encoding) =>
        request.get(url, { headers: { 'accept-encoding': encoding } }),
      ),
    )
    const texts = await Promise.all(forms.map((form) => form.text()))
    expect(new Set(texts).size, url).toBe(1)
    expect(forms.map((form) => form.headers()['content-encoding'])).toEqual(['br', 'gzip', undefined])
    expect(new Set(forms.map((form) => form.headers()['content-type'])).size).toBe(1)
    for (const form of forms) {
      expect(form.headers().vary).toBe('Accept-Encoding')
      expect(form.headers()['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(form.headers()['x-content-type-options']).toBe('nosniff')
    }
  }
})

test('a first visit loads no more of the fonts than Latin letters', async ({ page }) => {
  const fonts: { url: string; bytes: number }[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'font')
      fonts.push({ url: response.url(), bytes: (await response.body()).length })
  })
  await page.goto(kinds.repository, { waitUntil: 'networkidle' })
  expect(fonts.map(({ url }) => url).filter((url) => !url.includes('latin_wght'))).toEqual([])
  expect(fonts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(maxFontBytes)
})

test('on a slow connection the fonts come once the page has been there for a while, and the next document has them', async ({
  page,
}) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 100_000,
    uploadThroughput: 100_000,
  })
  const fonts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url())
  })
  const family = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('h1') ?? document.body).fontFamily)
  await page.goto(kinds.repository, { waitUntil: 'load' })
  expect(await family()).not.toContain('geist')
  expect(fonts).toEqual([])
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('fonts')), { timeout: 15_000 })
    .toBe('here')
  expect(fonts).toHaveLength(2)
  await page.goto(kinds.home, { waitUntil: 'networkidle' })
  expect(await family()).toContain('geist')
  expect(await page.evaluate(() => document.fonts.check('1em geistSans'))).toBe(true)
})

test('a first visit of a search loads what reads operators only where there are some', async ({ page }) => {
  const scripts = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(request.url())
  })
  const box = page.locator('header').getByRole('combobox')
  await page.goto('/search?searchTerm=postgres', { waitUntil: 'networkidle' })
  await expect(box).toHaveValue('postgres')
  const plain = scripts.size
  await page.goto('/search?searchTerm=postgres&operatingSystems=Linux', { waitUntil: 'networkidle' })
  await expect(box).toHaveValue('postgres os:linux')
  expect(scripts.size).toBe(plain + 1)
})

test('a logo further down is asked for when somebody comes near it', async ({ page, say }) => {
  const urls = collectRequests(page)
  await page.goto(kinds.home, { waitUntil: 'networkidle' })
  const logos = () => urls.filter((url) => url.includes('/api/logo/'))
  expect(logos()).toEqual([])
  await page.getByRole('heading', { name: say('home.popular') }).scrollIntoViewIfNeeded()
  await expect.poll(() => logos().length).toBeGreaterThan(0)
})

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

test('what is far from the screen on an image page is laid out when somebody comes near, or a moment later', async ({
  page,
}) => {
  await page.goto(`${kinds.image}#labels`, { waitUntil: 'networkidle' })
  await expect(page.locator('#labels')).toBeInViewport()
  await page.goto(kinds.image, { waitUntil: 'networkidle' })
  const parts = page.locator('.drawn-when-near')
  const listDrawn = () =>
    parts.evaluateAll((all) =>
      all.map((part) => part.lastElementChild?.checkVisibility({ contentVisibilityAuto: true })),
    )
  await parts.evaluateAll((all) => {
    for (const part of all) {
      for (const moment of part.getAnimations()) {
        moment.pause()
        moment.currentTime = 0
      }
    }
  })
  // What is laid out is decided with the next frame.
  const lookAtEnds = async () => {
    const drawn = await listDrawn()
    return [drawn.length > 5, drawn[0], drawn.at(-1)]
  }
  await expect.poll(lookAtEnds).toEqual([true, true, false])
  await parts.last().scrollIntoViewIfNeeded()
  await expect.poll(async () => (await listDrawn()).at(-1)).toBe(true)

  await page.goto(kinds.image)
  await expect.poll(async () => (await listDrawn()).every(Boolean)).toBe(true)
  await page.emulateMedia({ media: 'print' })
  const printed = await parts.evaluateAll((all) =>
    all.map((part) => getComputedStyle(part).contentVisibility),
  )
  expect(new Set(printed)).toEqual(new Set(['visible']))
})

test('who comes back to a place on the home page that was far from the screen sees what they saw', async ({
  page,
}) => {
  await page.goto(kinds.home, { waitUntil: 'networkidle' })
  const list = page.locator('[aria-labelledby="recently-updated"]')
  const findTop = () => list.evaluate((one) => Math.round(one.getBoundingClientRect().top))
  await list.evaluate((one) => one.scrollIntoView())
  const before = await findTop()
  await page.reload({ waitUntil: 'networkidle' })
  expect(await findTop()).toBe(before)
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(740)
})

/** What a phone shows first, and what it shows further down. */
const firstScreens = {
  home: ['h1', '#popular'],
  search: ['main li:nth-of-type(4) h2', 'main li:nth-of-type(5)'],
  repository: ['.markdown', '#related'],
  image: ['#vouching', '#layers'],
} as const

for (const [kind, [first, further]] of Object.entries(firstScreens)) {
  test(`of the ${kind} page, what is below a phone's first screen is read after the style sheet`, async ({
    page,
  }) => {
    const sheet = Promise.withResolvers<void>()
    await page.route('**/*.css', async (route) => {
      await sheet.promise
      await route.continue()
    })
    const scripts = page.waitForResponse((response) => response.request().resourceType() === 'script')
    await page.goto(kinds[kind as keyof typeof firstScreens], { waitUntil: 'commit' })
    await expect(page.locator(first).first()).toBeAttached()
    // The whole document has long been here.
    await scripts
    await expect(page.locator(further)).toHaveCount(0)
    sheet.resolve()
    await expect(page.locator(further).first()).toBeAttached()
    // React takes the mark away, and finds the page as it was made.
    await expect.poll(() => page.locator('script', { hasText: /^;$/ }).count()).toBe(0)
  })
}
