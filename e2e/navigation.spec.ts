/** Guards that a press of a link is answered at once, also when the next page is not, and that nothing of that outlives it. */
import { expect, test } from '#testing/fixtures.ts'

test('a link that takes time shows a bar until its page is there, and nothing moves', async ({ page }) => {
  const release = Promise.withResolvers<void>()
  await page.goto('/publishers')
  await page.route('**/tidewater?_rsc=*', async (route) => {
    await release.promise
    await route.continue()
  })
  const root = page.locator('html')
  const heading = page.getByRole('heading', { level: 1 })
  const before = await heading.boundingBox()
  await page.getByRole('main').getByRole('link', { name: 'Tidewater Data' }).first().click()
  await expect(root).toHaveAttribute('data-navigating', '')
  expect(await heading.boundingBox()).toEqual(before)
  release.resolve()
  await expect(page).toHaveURL('/tidewater')
  await expect(root).not.toHaveAttribute('data-navigating')
})

test('a page that is long on its way stands as a skeleton, and only with a script', async ({ page }) => {
  const release = Promise.withResolvers<void>()
  await page.goto('/search?searchTerm=harbor')
  await page.route('**/tidewater/cache/harbor?_rsc=*', async (route) => {
    await release.promise
    await route.continue()
  })
  const skeleton = page.locator('[data-skeleton]')
  await expect(skeleton).toHaveCount(0)
  await page
    .getByRole('main')
    .getByRole('link', { name: 'tidewater/cache/harbor', exact: true })
    .first()
    .click()
  await expect(skeleton).toBeVisible()
  release.resolve()
  await expect(page.getByRole('heading', { level: 1, name: /cache\/harbor/ })).toBeVisible()
  await expect(skeleton).toHaveCount(0)
})

test('a page whose scripts do not arrive says so, and is whole when it is loaded again', async ({
  page,
  problems,
  say,
}) => {
  await page.goto('/publishers')
  let abortedCount = 0
  await page.route('**/_next/static/chunks/**', (route) => {
    abortedCount += 1
    return route.abort()
  })
  await page.getByRole('main').getByRole('link', { name: 'Tidewater Data' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: say('site.failed.incomplete') })).toBeVisible()
  await page.unroute('**/_next/static/chunks/**')
  await page.getByRole('button', { name: say('site.tryAgain') }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Tidewater Data' })).toBeVisible()
  // What the browser says of them, some of it late, and nothing else: of each that was held back one line at most.
  const said = problems.splice(0)
  expect(said.filter((line) => !/ERR_FAILED|ChunkLoadError/.test(line))).toEqual([])
  expect(said.filter((line) => line.includes('ERR_FAILED')).length).toBeLessThanOrEqual(abortedCount)
})

test('on paper there are the text and the command, and nothing to press', async ({ page, say, language }) => {
  await page.goto('/tidewater/postgres-tools')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('button', { name: say('pull.copyCommand') })).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/docker pull/).first()).toBeVisible()
  await page.goto('/tidewater/cache/harbor?tab=tags')
  await expect(page.locator('.tag-table').getByRole('link', { name: '2.2.0', exact: true })).toBeVisible()
  await expect(page.getByText(say('tags.folds.open'))).toBeHidden()
  // What is printed gets older than "3 days ago".
  const times = page.getByRole('main').locator('time:visible')
  const lasting = await times.evaluateAll((all) =>
    all.map((time) => ({
      hasWords: [...time.children].some((words) => words.checkVisibility()),
      printed: getComputedStyle(time, '::before').content,
    })),
  )
  expect(lasting.length).toBeGreaterThan(3)
  for (const { hasWords, printed } of lasting) {
    expect(hasWords).toBe(false)
    expect(printed).toMatch(
      language === 'ja'
        ? /^"\d{4}(?:年\d{1,2}月\d{1,2}日|\/\d\d\/\d\d)"$/
        : /^"\d{1,2} [A-Z][a-z]{2} \d{4}"$/,
    )
  }
})

test('in forced colours focus has an outline, and one tab is marked', async ({ page, say }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/tidewater/postgres-tools')
  const tabs = page.getByRole('navigation', { name: say('repositoryTools.tabs.title') }).getByRole('link')
  const marked = await tabs.evaluateAll(
    (links) => links.filter((link) => getComputedStyle(link).textDecorationLine.includes('underline')).length,
  )
  expect(marked).toBe(1)
  await page.keyboard.press('Tab')
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  )
  expect(outline).toBe('solid')
})

test('in forced colours the layers of an image are still seen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/tidewater/cache/harbor?tag=2.2.1')
  const ground = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await ground('[aria-labelledby=layers] .bg-accent')).not.toBe(await ground('body'))
})
