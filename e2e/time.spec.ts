/** What the pages say of time: what tags pointed to, and that something ends. Without a script, on a phone, in both themes. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '#testing/fixtures.ts'

const tagsPath = '/tidewater/cache/harbor?tab=tags'
const endingPath = '/tidewater/time-series/collector'
const pullsPath = '/tidewater/cache/harbor?tab=pulls'

test.describe('without a script, on a phone', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('the tags page says what latest is, and tells its history with permanent links', async ({
    page,
    say,
  }) => {
    await page.goto(tagsPath)
    await expect(
      page.getByRole('heading', {
        level: 2,
        name: say('tags.latest.is', { latest: () => 'latest', tag: () => '2.2.1' }),
      }),
    ).toBeVisible()
    await page.getByText(say('image.timeline.title'), { exact: true }).click()
    await expect(page.locator('.tag-timeline-plot')).toBeVisible()
    const history = page.getByRole('table', { name: say('image.history.caption', { tag: () => 'latest' }) })
    await expect(history).toBeHidden()
    await page.getByText(say('image.timeline.table')).click()
    await expect(history.getByRole('row')).toHaveCount(9)
    const times = await history.getByRole('row').allInnerTexts()
    expect(times.slice(1).map((row) => row.match(/\d\.\d\.\d/)?.[0])).toEqual([
      '2.2.1',
      '2.2.0',
      '2.1.1',
      '2.1.0',
      '2.0.1',
      '2.0.0',
      '1.8.1',
      '1.8.0',
    ])
    await history
      .getByRole('row', { name: /2\.0\.0/ })
      .getByRole('link')
      .click()
    await expect(page).toHaveURL(/\?digest=sha256:[0-9a-f]{64}$/)
    await expect(page.getByRole('link', { name: '2.0.0', exact: true })).toBeVisible()
  })

  test('the page of a tag that moved tells what it pointed to; that of a digest does not', async ({
    page,
    say,
  }) => {
    await page.goto('/tidewater/cache/harbor?tag=2.2')
    const history = page.getByRole('table', { name: say('image.history.caption', { tag: () => '2.2' }) })
    await expect(history.getByRole('row')).toHaveCount(3)
    await page.goto('/tidewater/cache/harbor?tag=2.2.1')
    await expect(page.getByRole('heading', { name: say('image.history.title') })).toHaveCount(0)
  })

  test('the Pulls tab shows days, tags and clients, and gives them as CSV', async ({
    page,
    say,
    language,
  }) => {
    await page.goto('/tidewater/cache/harbor')
    await page.getByRole('link', { name: say('repositoryTools.tabs.pulls'), exact: true }).click()
    await expect(page).toHaveURL('/tidewater/cache/harbor?tab=pulls')
    await expect(
      page.getByRole('heading', {
        name: language === 'ja' ? /^90 日間のプル数 [\d,]+ 回/ : /^[\d,]+ pulls in 90 days/,
      }),
    ).toBeVisible()
    await expect(
      page.getByRole('img', {
        name: language === 'ja' ? /過去 90 日間のプル数は .*最多は/ : /pulls in the last 90 days, at most/,
      }),
    ).toBeVisible()
    await expect(
      page.getByRole('table', { name: say('repository.pulls.byTag') }).getByRole('row', { name: /2\.2\.1/ }),
    ).toBeVisible()
    await expect(
      page
        .getByRole('table', { name: say('repository.pulls.byClient') })
        .getByRole('row', { name: /^docker 46 %/ }),
    ).toBeVisible()
    const address = await page
      .getByRole('link', { name: say('repository.pulls.download') })
      .getAttribute('href')
    const response = await page.request.get(address ?? '')
    expect(response.headers()['content-type']).toBe('text/csv; charset=utf-8')
    const rows = (await response.text()).trimEnd().split('\r\n')
    expect(rows[0]).toBe('day,by,value,pulls')
    expect(rows.filter((row) => row.includes(',all,'))).toHaveLength(90)
    expect((await page.request.get('/api/pulls-csv/tidewater/no-such-repository')).status()).toBe(404)
  })

  test('each page of a repository that ends says so, and leads to its successor', async ({
    page,
    say,
    language,
  }) => {
    for (const path of [endingPath, `${endingPath}?tab=tags`, `${endingPath}?tag=3.9.1`]) {
      await page.goto(path)
      const notice = page.getByRole('complementary', {
        name:
          language === 'ja'
            ? /このリポジトリ.*2027年1月31日に終了します/
            : /This repository .*ends on 31 Jan 2027/,
      })
      await expect(notice).toBeVisible()
      // Folded where there is little room.
      await notice.getByText(say('repository.lifecycle.warnsTitle')).click()
      await expect(notice.getByText('Warning: 299 - "This repository')).toBeVisible()
      await notice.getByRole('link', { name: say('repository.lifecycle.goToSuccessor') }).click()
      await expect(page).toHaveURL('/tidewater/time-series/ingest')
    }
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } })

  for (const path of [tagsPath, endingPath, pullsPath]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${path} fits, and is accessible with everything open, in ${colorScheme}`, async ({
        page,
        say,
      }) => {
        await page.emulateMedia({ colorScheme })
        await page.goto(path)
        for (const fold of [say('image.timeline.title'), say('image.timeline.table')]) {
          const summary = page.getByText(fold, { exact: true })
          if (await summary.isVisible()) await summary.click()
        }
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(width).toBeLessThanOrEqual(360)
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      })
    }
  }
})

test('where there is room, the tags page says since when latest is what it is', async ({
  page,
  language,
}) => {
  await page.goto(tagsPath)
  const sinceDay =
    language === 'ja'
      ? /^latest は 2\.2\.1 です \(\d{4}年\d+月\d+日から\)/
      : /^latest is 2\.2\.1 since \d+ \w+ \d{4}/
  const words = page.getByRole('heading', { level: 2, name: sinceDay })
  await expect(words).toBeVisible()
  await expect(page.locator('.tag-timeline-plot')).toBeVisible()
})

test('a search shows that a repository is deprecated, below those that are not', async ({ page, say }) => {
  await page.goto('/search?searchTerm=time-series')
  const rows = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
  await expect(rows.last()).toContainText('tidewater/time-series/collector')
  await expect(rows.last()).toContainText(say('search.row.deprecated'))
  const { repositories } = await (await page.request.get('/api/search?searchTerm=time-series')).json()
  expect(repositories.at(-1).lifecycle).toEqual({
    ...{ isDeprecated: true, deprecatedSince: '2025-10-13', endsOn: '2027-01-31' },
    successor: 'tidewater/time-series/ingest',
  })
})
