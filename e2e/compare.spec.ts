/** Two images beside each other: what differs, whatever a visitor has. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '#testing/fixtures.ts'

const path = '/tidewater/cache/harbor'

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('two tags are compared, another one is chosen, and the way leads to either image', async ({
    page,
    say,
  }) => {
    await page.setViewportSize({ width: 360, height: 780 })
    await page.goto(`${path}?compare=2.1.0&with=latest`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(say('image.compare'))
    await expect(page.getByText(say('compare.figures.shared', { shared: 1, count: 3 }))).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)

    await page.getByRole('textbox', { name: say('compare.choice.from') }).fill('latest')
    await page.getByRole('button', { name: say('compare.choice.compare'), exact: true }).click()
    await expect(page).toHaveURL(/compare=latest&with=latest/)
    await expect(page.getByText(say('compare.figures.sameSize'))).toBeVisible()

    const [permanent = ''] = say('compare.choice.forms').split(/[·、]/)
    await page.getByRole('link', { name: permanent.trim() }).click()
    await expect(page).toHaveURL(/compare=sha256%3A[0-9a-f]{64}|compare=sha256:[0-9a-f]{64}/)
  })
})

test('the page of an image leads to what changed since the one before', async ({ page, say }) => {
  await page.goto(`${path}?tag=2.2.1`)
  await page.getByRole('link', { name: say('image.compare'), exact: true }).click()
  await expect(page).toHaveURL(/compare=2\.\d+\.\d+&with=2\.2\.1/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('image.compare'))
})

test('what cannot be compared is a 404 in words', async ({ page, request, say }) => {
  for (const query of [
    'compare=latest',
    'compare=latest&with=no-such-tag',
    'compare=%00&with=latest',
    'compare=latest&with=latest&platform=plan9/mips',
    'compare=latest&with=latest&platform=%3Cb%3E',
    'compare=a..b&with=-',
  ]) {
    const { status } = await request.get(`${path}?${query}`).then((answer) => ({ status: answer.status() }))
    expect(status, query).toBe(404)
  }
  await page.goto(`${path}?compare=latest&with=no-such-tag`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    say('compare.missing.image', { reference: 'no-such-tag', place: 'tidewater/cache/harbor' }),
  )
})

test('the text form has lines as diff marks them', async ({ request }) => {
  const answer = await request.get(`/api/compare${path}?from=2.1.0&to=latest&format=text`)
  expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8')
  expect(await answer.text()).toMatch(
    /^--- tidewater\/cache\/harbor 2\.1\.0 sha256:\S+ linux\/amd64\n\+\+\+ /,
  )
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`it breaks no rule of accessibility, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${path}?compare=2.1.0&with=latest`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  })
}
