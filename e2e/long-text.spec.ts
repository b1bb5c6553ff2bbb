/** A reader of a manual of many screens sees where they are in it, and gets to each part of it. */
import { expect, test } from '#testing/fixtures.ts'

const path = '/tidewater/cache/harbor?tab=usage'

test('the part that is being read is marked in the list beside a long text', async ({ page, say }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(path)
  const list = page.getByRole('navigation', { name: say('markdown.onThisPage') })
  await expect(list.locator('[aria-current]')).toHaveText('Start')

  await page.getByRole('heading', { name: 'Metrics' }).evaluate((heading) => heading.scrollIntoView())
  await expect(list.locator('[aria-current]')).toHaveText('Metrics')
  await expect(list.getByRole('link', { name: 'Metrics' })).toBeInViewport()

  // The last part never gets up to the top of the window.
  await list.getByRole('link', { name: 'Questions' }).click()
  await expect(page.getByRole('heading', { name: 'Questions' })).toBeInViewport()
  await expect(list.locator('[aria-current]')).toHaveText('Questions')
})

test('on a phone the list is one line that opens, and leads to a part', async ({ page, say }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto(path)
  const fold = page.getByText(say('markdown.onThisPage'), { exact: true }).filter({ visible: true })
  await fold.click()
  await page
    .getByRole('navigation', { name: say('markdown.onThisPage') })
    .getByRole('link', { name: 'Metrics' })
    .click()
  await expect(page.getByRole('heading', { name: 'Metrics' })).toBeInViewport()
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('the list is there and leads to a part', async ({ page, say }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(path)
    await page
      .getByRole('navigation', { name: say('markdown.onThisPage') })
      .getByRole('link', { name: 'Metrics' })
      .click()
    await expect(page.getByRole('heading', { name: 'Metrics' })).toBeInViewport()
  })
})

test('names and options in a line of text never break, and no table makes the page wider', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto(path)
  const found = await page.evaluate(() => {
    const codes = [...document.querySelectorAll('.markdown :is(p, li, td, th) code')]
    const short = codes.filter((code) => [...(code.textContent ?? '')].length <= 24)
    return {
      short: short.length,
      broken: short.filter((code) => code.getClientRects().length > 1).map((code) => code.textContent),
      wide: [...document.querySelectorAll('.markdown .table-box')].filter(
        (box) => box.getBoundingClientRect().right > window.innerWidth,
      ).length,
      page: document.documentElement.scrollWidth,
    }
  })
  expect(found).toMatchObject({ broken: [], wide: 0, page: 360 })
  expect(found.short).toBeGreaterThan(50)
})
