/** An image's page says what is in its files, without a script, on a phone, to everybody. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '#testing/fixtures.ts'

const image = '/tidewater/postgres-tools?tag=17.5'

test('the files of an image are read in the background and shown', async ({ browser, locale, page, say }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  const files = page.getByRole('region', { name: say('contents.inside.title') })
  await expect(async () => {
    await page.goto(image)
    await expect(files.getByRole('link', { name: /^\/etc\// }).first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  const { violations } = await new AxeBuilder({ page }).include('[aria-labelledby=inside]').analyze()
  expect(violations).toEqual([])
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(locale === undefined ? {} : { locale }),
  })
  const plain = await context.newPage()
  await plain.goto(new URL(image, page.url()).href)
  await expect(
    plain
      .getByRole('region', { name: say('contents.inside.title') })
      .getByRole('link', { name: /^\/etc\// })
      .first(),
  ).toBeVisible()
  await context.close()
})
