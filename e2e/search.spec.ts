/** Guards what a visitor can do with the search box and its results. */

import { CreateRepositoryCommand, DeleteRepositoryCommand } from '@aws-sdk/client-ecr-public'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

test('operators become filters, and the URL says them once', async ({ page, say, language }) => {
  const box = await openBox({ page, say }, '/search')
  await box.fill('sqlite os:linux arch:arm64')
  await box.press('Enter')
  await expect(page).toHaveURL('/search?searchTerm=sqlite&operatingSystems=Linux&architectures=ARM+64')
  await expect(page.getByRole('checkbox', { name: /^Linux/ })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: /^ARM 64/ })).toBeChecked()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    language === 'ja' ? '「sqlite」に一致する' : 'for “sqlite”',
  )
  await expect(box).toHaveValue('sqlite os:linux arch:arm64')
})

test('filters become operators, and an operator that is removed takes its filter along', async ({
  page,
  say,
}) => {
  const box = await openBox({ page, say }, '/search?searchTerm=sqlite')
  await page.getByRole('checkbox', { name: /^Linux/ }).check()
  await expect(box).toHaveValue('sqlite os:linux')
  await page.getByRole('checkbox', { name: say('search.filters.verifiedOnly') }).check()
  await expect(box).toHaveValue('sqlite os:linux verified:yes')
  await page.getByRole('checkbox', { name: /^Linux/ }).uncheck()
  await expect(box).toHaveValue('sqlite verified:yes')
  await box.fill('sqlite')
  await box.press('Enter')
  await expect(page).toHaveURL('/search?searchTerm=sqlite')
  await expect(page.getByRole('checkbox', { name: say('search.filters.verifiedOnly') })).not.toBeChecked()
})

test('back and forward bring the box along', async ({ page, say }) => {
  const box = await openBox({ page, say }, '/search?searchTerm=sqlite')
  await page.getByRole('checkbox', { name: /^Linux/ }).check()
  await expect(page).toHaveURL(/operatingSystems=Linux/)
  // The box follows the address.
  await expect(box).toHaveValue('sqlite os:linux')
  await box.fill('build')
  await box.press('Enter')
  await expect(page).toHaveURL('/search?searchTerm=build')
  await page.goBack()
  await expect(box).toHaveValue('sqlite os:linux')
  await page.goBack()
  await expect(box).toHaveValue('sqlite')
  await page.goForward()
  await expect(box).toHaveValue('sqlite os:linux')
  await expect(page.getByRole('checkbox', { name: /^Linux/ })).toBeChecked()
})

test('a search that finds nothing shows no results without some of its words', async ({ page, say }) => {
  await page.goto('/search?searchTerm=postgres+zzqqy&operatingSystems=Linux')
  await expect(page.getByRole('main').locator('del')).toHaveText('zzqqy')
  await page.goto('/search?searchTerm=postgres+zzqqy&operatingSystems=Plan+9')
  await expect(page.getByText(say('search.none.textAndFilters', { text: 'postgres zzqqy' }))).toBeVisible()
  await expect(page.getByRole('main').locator('del')).toHaveCount(0)
})

test.describe('what names one thing leads to its page', () => {
  for (const [text, path] of [
    ['tidewater/postgres-tools', '/tidewater/postgres-tools'],
    ['tidewater/postgres-tools:17.5', '/tidewater/postgres-tools?tag=17.5'],
    ['docker pull localhost:5251/tidewater/postgres-tools:17.5', '/tidewater/postgres-tools?tag=17.5'],
    ['http://localhost:3211/tidewater/postgres-tools?tag=17.5', '/tidewater/postgres-tools?tag=17.5'],
  ] as const) {
    test(text, async ({ page, say }) => {
      const box = await openBox({ page, say }, '/publishers')
      await box.fill(text)
      await box.press('Enter')
      await expect(page).toHaveURL(path)
      await page.goBack()
      await expect(page).toHaveURL('/publishers')
    })
  }

  test('a reference to what is not there has results', async ({ page, say }) => {
    const box = await openBox({ page, say }, '/publishers')
    await box.fill('tidewater/postgres-tools:no-such-tag')
    await box.press('Enter')
    await expect(page).toHaveURL('/search?searchTerm=tidewater%2Fpostgres-tools%3Ano-such-tag')
    await expect(page.getByRole('link', { name: 'tidewater/postgres-tools', exact: true })).toBeVisible()
  })

  test('a digest, whole and begun', async ({ page, request, say }) => {
    const tags = await (await request.get('/api/tags/tidewater/postgres-tools')).text()
    const digest = /sha256:[0-9a-f]{64}/.exec(tags)?.[0] ?? ''
    for (const text of [digest, digest.slice(0, 23)]) {
      const box = await openBox({ page, say }, '/publishers')
      await box.fill(text)
      await box.press('Enter')
      await expect(page).toHaveURL(`/tidewater/postgres-tools?digest=${digest}`)
    }
  })

  test('its results are an option too', async ({ page, say }) => {
    const box = await openBox({ page, say }, '/publishers')
    await box.fill('tidewater/postgres-tools')
    await page
      .getByRole('option', { name: say('searchBox.results', { text: 'tidewater/postgres-tools' }) })
      .click()
    await expect(page).toHaveURL('/search?searchTerm=tidewater%2Fpostgres-tools')
    await expect(page.getByRole('link', { name: 'tidewater/postgres-tools', exact: true })).toBeVisible()
  })
})

test('a slip is mended, the page says so, and the typed word can be searched for all the same', async ({
  page,
  say,
}) => {
  await page.goto('/search?searchTerm=postgers')
  const mended = page.getByText(say('search.corrected', { found: () => 'postgres', link: () => 'postgers' }))
  await expect(mended).toBeVisible()
  await expect(page.getByRole('link', { name: 'tidewater/postgres-tools', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'postgers', exact: true }).click()
  await expect(page).toHaveURL('/search?searchTerm=%22postgers%22')
  await expect(mended).toBeHidden()
  await expect(page.getByText(say('search.none.text', { text: '"postgers"' }))).toBeVisible()
})

test('kind and time of the last change are filters and operators', async ({ page, say }) => {
  const box = await openBox({ page, say }, '/search')
  const charts = page.getByRole('checkbox', { name: say('search.kinds.chart') })
  const count = Number((await page.locator('label', { has: charts }).textContent())?.match(/\d+/)?.[0])
  await charts.check()
  await expect(page).toHaveURL('/search?types=chart')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('search.found', { count }))
  await page.getByRole('radio', { name: say('search.within.week') }).check()
  await expect(page).toHaveURL('/search?types=chart&updated=week')
  await expect(box).toHaveValue('updated:week type:chart')
  await page.getByRole('radio', { name: say('search.filters.anyTime') }).check()
  await expect(box).toHaveValue('type:chart')
  await page
    .getByRole('link', { name: say('search.filters.remove', { filter: say('search.kinds.chart') }) })
    .click()
  await expect(page).toHaveURL('/search')
  await expect(box).toHaveValue('')
})

test('tags of an exact repository are suggested, and chosen by keyboard', async ({ page, say }) => {
  const box = await openBox({ page, say }, '/publishers')
  await box.fill('tidewater/postgres-tools:17.')
  const tag = page.getByRole('option', { name: /tidewater\/postgres-tools:17\.5 / })
  await expect(tag).toBeVisible()
  await box.press('ArrowDown')
  await expect(tag).toHaveAttribute('aria-selected', 'true')
  await box.press('Enter')
  await expect(page).toHaveURL('/tidewater/postgres-tools?tag=17.5')
})

test('matched words are marked, whatever their accents and case', async ({ page }) => {
  await page.goto('/search?searchTerm=POSTGRÉS')
  const result = page.getByRole('link', { name: 'tidewater/postgres-tools', exact: true })
  await expect(result.locator('mark')).toHaveText('postgres')
})

test('pages of results are turned, and kept on the way back', async ({ page, admin, request, say }) => {
  const prefix = toUniqueName('paged')
  const names = Array.from({ length: 52 }, (_, index) => `${prefix}/${String(index).padStart(2, '0')}-one`)
  for (const repositoryName of names) await admin.send(new CreateRepositoryCommand({ repositoryName }))
  try {
    await expect(async () => {
      const answer = await request.get(`/api/search?searchTerm=${prefix}`)
      expect((await answer.json()).totalResults).toBe(52)
    }).toPass()
    await page.goto(`/search?searchTerm=${prefix}&sort=name`)
    const rows = page.getByRole('main').getByRole('heading', { level: 2 })
    await expect(rows).toHaveCount(50)
    await page.getByRole('link', { name: say('search.page', { page: 2 }) }).click()
    await expect(page).toHaveURL(/&page=2$/)
    await expect(rows).toHaveCount(2)
    await page.goBack()
    await expect(rows).toHaveCount(50)
    await page.goForward()
    await expect(page.getByRole('link', { name: say('search.page', { page: 2 }) })).toHaveAttribute(
      'aria-current',
      'page',
    )
    await page.getByRole('combobox', { name: say('search.sortBy') }).selectOption('updated')
    await expect(page).toHaveURL(/sort=updated$/)
    await expect(rows).toHaveCount(50)
  } finally {
    for (const repositoryName of names) await admin.send(new DeleteRepositoryCommand({ repositoryName }))
  }
})

test('going back at once, before the page has followed, shows the page of the address', async ({
  page,
  say,
}) => {
  await page.goto('/search?searchTerm=tidewater', { waitUntil: 'networkidle' })
  const heading = page.getByRole('heading', { level: 1 })
  const first = await heading.textContent()
  await page.getByRole('combobox', { name: say('search.sortBy') }).evaluate((select: HTMLSelectElement) => {
    select.value = 'updated'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    window.history.back()
  })
  await expect(page).toHaveURL(/searchTerm=tidewater$/)
  await expect(page.getByRole('combobox', { name: say('search.sortBy') })).toHaveValue('relevance')
  await expect(heading).toHaveText(first ?? '')
})

test('a late answer for an earlier text never replaces the suggestions for a newer one', async ({
  page,
  say,
}) => {
  const late = Promise.withResolvers<void>()
  const asked: string[] = []
  await page.route('**/api/suggest?*', async (route) => {
    const text = new URL(route.request().url()).searchParams.get('q') ?? ''
    asked.push(text)
    if (text === 'postgres') await late.promise
    await route.continue()
  })
  const box = await openBox({ page, say }, '/publishers')
  await box.fill('postgres')
  await expect(() => expect(asked).toEqual(['postgres'])).toPass()
  await box.fill('sqlite')
  const sqlite = page.getByRole('option', { name: /tidewater\/sqlite-replica/ })
  const postgres = page.getByRole('option', { name: /tidewater\/postgres-tools/ })
  await expect(sqlite).toBeVisible()
  // The same text again while its first answer is still on its way: it is not asked for twice.
  await box.fill('postgres')
  await box.fill('sqlite')
  await expect(sqlite).toBeVisible()
  const answered = page.waitForResponse((response) => response.url().includes('q=postgres'))
  late.resolve()
  await answered
  await expect(sqlite).toBeVisible()
  await expect(postgres).toHaveCount(0)
  await box.fill('postgres')
  await expect(postgres).toBeVisible()
  await expect(sqlite).toHaveCount(0)
  expect(asked.filter((text) => text === 'postgres')).toHaveLength(1)
})

test('recent searches are offered in an empty box, chosen and forgotten by keyboard, and stay in the browser', async ({
  page,
  say,
  language,
}) => {
  const box = await openBox({ page, say }, '/search')
  for (const text of ['sqlite os:linux', 'build']) {
    await box.fill(text)
    await box.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(
      language === 'ja' ? `「${text.split(' ')[0]}」` : `for “${text.split(' ')[0]}”`,
    )
  }
  const sent: string[] = []
  page.on('request', (request) => {
    if (['fetch', 'xhr', 'ping', 'document'].includes(request.resourceType())) sent.push(request.url())
  })
  const list = page.getByRole('listbox', { name: say('searchBox.recent') })
  await box.fill('')
  await expect(list.getByRole('option')).toHaveText(['build', 'sqlite os:linux'])
  await box.press('ArrowDown')
  await expect(list.getByRole('option', { name: 'build' })).toHaveAttribute('aria-selected', 'true')
  await box.press('Delete')
  await expect(list.getByRole('option')).toHaveText(['sqlite os:linux'])
  expect(sent).toEqual([])
  await box.press('ArrowDown')
  await box.press('Enter')
  await expect(page).toHaveURL('/search?searchTerm=sqlite&operatingSystems=Linux')
  await box.fill('')
  await page.getByRole('button', { name: say('searchBox.forget', { search: 'sqlite os:linux' }) }).click()
  await expect(list).toBeHidden()
  await expect(box).toBeFocused()
})

for (const theme of ['light', 'dark'] as const) {
  test(`suggestions and recent searches have no accessibility violation in the ${theme} theme`, async ({
    page,
    say,
  }) => {
    await page.emulateMedia({ colorScheme: theme })
    const box = await openBox({ page, say }, '/publishers')
    await box.fill('tidewater/postgres')
    await expect(page.getByRole('option', { name: /tidewater\/postgres-tools/ })).toBeVisible()
    await box.press('ArrowDown')
    expect(await listViolations(page)).toEqual([])
    await box.press('Escape')
    await box.fill('sqlite os:linux')
    await box.press('Enter')
    await expect(page).toHaveURL(/operatingSystems=Linux/)
    await box.fill('')
    await box.press('ArrowDown')
    await expect(page.getByRole('option', { name: 'sqlite os:linux', selected: true })).toBeVisible()
    expect(await listViolations(page)).toEqual([])
  })
}

test('the filter sheet of a phone holds every filter and says what it would show', async ({ page, say }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto('/search')
  await page.getByRole('button', { name: say('search.filters.open', { count: 0 }) }).click()
  const windows = page.getByRole('checkbox', { name: /^Windows/ })
  await windows.check()
  const label = page.locator('label', { has: windows })
  const count = Number((await label.textContent())?.match(/\d+/)?.[0])
  await page.getByRole('button', { name: say('search.show', { count }) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('search.found', { count }))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
})

test('a browser can add the gallery as a search engine', async ({ page, request }) => {
  await page.goto('/')
  const href = await page.locator('link[rel=search]').getAttribute('href')
  const answer = await request.get(href ?? '')
  expect(answer.headers()['content-type']).toContain('application/opensearchdescription+xml')
  const description = await answer.text()
  const templates = [...description.matchAll(/template="([^"]+)"/g)].map(([, template = '']) =>
    template.replaceAll('&#38;', '&'),
  )
  const [results = '', suggestions = ''] = templates
  const fill = (template: string, text: string) => {
    const url = new URL(template.replace('{searchTerms}', encodeURIComponent(text)))
    return `${url.pathname}${url.search}`
  }
  await page.goto(fill(results, 'tidewater/postgres-tools'))
  await expect(page).toHaveURL('/tidewater/postgres-tools')
  const suggested = await request.get(fill(suggestions, 'sqlite-rep'))
  expect(suggested.headers()['content-type']).toBe('application/x-suggestions+json')
  expect((await suggested.json()).slice(0, 2)).toEqual(['sqlite-rep', ['tidewater/sqlite-replica']])
})

test('the API answers any parameters', async ({ request }) => {
  const answer = await request.get('/api/search?searchTerm=sqlite+os:linux&types=image&sort=name')
  expect(await answer.json()).toMatchObject({
    totalResults: expect.any(Number),
    repositories: expect.arrayContaining([
      expect.objectContaining({ registryAlias: 'tidewater', repositoryName: 'sqlite-replica' }),
    ]),
    facets: { operatingSystems: [{ value: 'Linux', selected: true }, { value: 'Windows' }] },
  })
  const odd = [
    `searchTerm=${'%22-('.repeat(2000)}`,
    'searchTerm=%00%FF%ED%A0%80&page=-1&sort=price&types=film&updated=never',
    'searchTerm=%28a%2B%29%2B%24&architectures=%27%3B--&page=99999999999',
    `searchTerm=${'os:linux%20'.repeat(500)}`,
  ]
  for (const query of odd) {
    expect((await request.get(`/api/search?${query}`)).status(), query.slice(0, 60)).toBe(200)
    expect((await request.get(`/search?${query}`)).status(), query.slice(0, 60)).toBe(200)
  }
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('operators, filters and jumps work through plain forms', async ({ page, say }) => {
    await page.goto('/search')
    const box = page.getByRole('searchbox', { name: say('searchBox.label') })
    await expect(page.getByRole('combobox', { name: say('searchBox.label') })).toBeHidden()
    await box.fill('sqlite os:linux')
    await box.press('Enter')
    await expect(page).toHaveURL('/search?searchTerm=sqlite&operatingSystems=Linux')
    await expect(box).toHaveValue('sqlite os:linux')
    await expect(page.getByRole('checkbox', { name: /^Linux/ })).toBeChecked()
    await page.getByRole('checkbox', { name: /^Linux/ }).uncheck()
    await page.getByRole('button', { name: say('search.filters.apply') }).click()
    await expect(box).toHaveValue('sqlite')
    await box.fill('docker pull localhost:5251/tidewater/postgres-tools:17.5')
    await box.press('Enter')
    await expect(page).toHaveURL('/tidewater/postgres-tools?tag=17.5')
    await page.goBack()
    await expect(page).toHaveURL(/\/search\?searchTerm=sqlite/)
  })
})

async function listViolations(page: Page): Promise<{ id: string; targets: string[] }[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html }) => html) }))
}

/** The box once the page's script works: before, a form is sent as a plain one. */
async function openBox({ page, say }: { page: Page; say: Say }, path: string): Promise<Locator> {
  await page.goto(path)
  const box = page.getByRole('combobox', { name: say('searchBox.label') })
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(box).toBeFocused({ timeout: 200 })
  }).toPass()
  return box
}
