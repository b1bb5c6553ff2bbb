/** What publishers declare, and what their newest images run on: filters find both, and a page says where they differ. */
import { expect, test } from '#testing/fixtures.ts'

test('a platform that only the image has is a badge, a filter finds it, and the page says so', async ({
  page,
  say,
  language,
}) => {
  await page.goto('/tidewater/parquet-cat')
  const main = page.getByRole('main')
  const platforms = main.getByRole('list', { name: say('ui.platforms.title') }).getByRole('listitem')
  await expect(platforms.filter({ hasText: /^windows\// })).not.toHaveCount(0)
  await expect(platforms.filter({ hasText: /^linux\/arm\b/ })).not.toHaveCount(0)
  await expect(main).toContainText(
    say('repository.platforms.more', {
      declared: language === 'ja' ? 'Linux、ARM 64、x86-64' : 'Linux, ARM 64, x86-64',
      tag: '0.4.0',
      more: new Intl.ListFormat(language).format(['Windows', 'ARM']),
    }),
  )
  await page.goto('/search?searchTerm=parquet&operatingSystems=Windows&architectures=ARM')
  await expect(page.getByRole('link', { name: 'tidewater/parquet-cat' })).toBeVisible()
})

test('a platform that is declared though the newest image has none is told apart', async ({ page, say }) => {
  await page.goto('/tidewater/time-series/ingest')
  await expect(
    page.getByText(say('repository.platforms.missing', { missing: 'ARM', tag: '5.0.0', count: 1 })),
  ).toBeVisible()
  await page.goto('/tidewater/csv-lint')
  await expect(
    page.getByText(say('repository.platforms.missing', { missing: 'Windows', tag: '1.4.0', count: 1 })),
  ).toBeVisible()
})

test('nothing is said where both are the same, however it is spelt', async ({ page }) => {
  for (const path of ['/tidewater/cache/harbor', '/jmo-lab/rv-toolchain', '/kestrel-build/agent']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText(/also runs on|no such image|宣言されて/)).toHaveCount(0)
  }
})
