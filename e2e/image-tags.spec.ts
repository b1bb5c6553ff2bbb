/** From a push to the pages: the Image tags tab, with and without a script, and the page of one image. */

import { DescribeRepositoriesCommand, TagResourceCommand } from '@aws-sdk/client-ecr-public'
import AxeBuilder from '@axe-core/playwright'
import { joinNames } from '#lib/language/languages.ts'
import type { Pusher } from '#testing/create-pusher.ts'
import { test as base, expect } from '#testing/fixtures.ts'
import { type OwnRepository, withRepository } from '#testing/with-repository.ts'

const test = base.extend<{ repository: OwnRepository }>({
  repository: ({ admin, server, page }, use) => withRepository({ admin, server, page }, 'tags', use),
})

/** Distinct images under tags of three versions, and a moving name for the highest. */
async function pushVersions(pusher: Pusher) {
  const push = (tag: string, version: string) => pusher.pushImage(tag, { config: { version } })
  await push('1.10.0', 'a')
  await push('latest', 'a')
  await push('1.10.0-rc.1', 'b')
  for (const patch of [1, 2, 3, 4]) await push(`1.9.${patch}`, `c${patch}`)
  await push('1.2.0', 'd')
}

test('a pushed tag is on the page within two seconds, and leads to its image', async ({
  page,
  repository,
  say,
}) => {
  const { path, pusher } = repository
  const tag = page.getByRole('rowheader').getByRole('link', { name: '1.0', exact: true })
  await page.goto(`${path}?tab=tags`)
  await expect(page.getByText(say('tags.empty.title'))).toBeVisible()
  await pusher.pushImage('1.0')
  await expect(async () => {
    await page.reload()
    await expect(tag).toBeVisible({ timeout: 100 })
  }).toPass({ timeout: 2_000, intervals: [100] })
  await tag.click()
  await expect(page).toHaveURL(`${path}?tag=1.0`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1.0')
  await expect(page.getByRole('heading', { name: say('contents.layers.title') })).toBeVisible()
})

test('orders, folds and the filter stand in the address, which can be shared and gone back from', async ({
  page,
  repository,
  say,
}) => {
  const { path, pusher } = repository
  await pushVersions(pusher)
  const tags = page.getByRole('rowheader').getByRole('link', { name: /^1\.\d+\.\d/ })
  await expect(async () => {
    await page.goto(`${path}?tab=tags`)
    await expect(tags).toHaveCount(3, { timeout: 200 })
  }).toPass({ timeout: 5_000 })
  await expect(tags).toHaveText(['1.10.0', '1.9.4', '1.2.0'])
  await expect(
    page.getByRole('heading', {
      level: 2,
      name: say('tags.latest.is', { latest: () => 'latest', tag: () => '1.10.0' }),
    }),
  ).toBeVisible()
  await expect(page.getByText(say('tags.counts.all', { tags: 8, images: 7 }))).toBeVisible()

  await page.getByText(say('tags.folds.earlier', { count: 3 })).click()
  await expect(tags).toHaveText(['1.10.0', '1.9.4', '1.9.3', '1.9.2', '1.9.1', '1.2.0'])
  await page.getByRole('link', { name: say('tags.folds.open') }).click()
  await expect(page).toHaveURL(`${path}?tab=tags&folds=open`)
  await expect(tags).toHaveCount(7)

  await page.getByRole('link', { name: say('tags.sorts.newest') }).click()
  await expect(page).toHaveURL(`${path}?tab=tags&sort=newest&folds=open`)
  await expect(tags.first()).toHaveText('1.2.0')
  await page.getByRole('link', { name: say('tags.sorts.version') }).click()
  await expect(page).toHaveURL(`${path}?tab=tags&folds=open`)

  const filter = page.getByRole('searchbox', { name: say('tags.tools.filter') })
  await filter.fill('1.9')
  await expect(page).toHaveURL(/filter=1\.9/)
  await expect(tags).toHaveText(['1.9.4', '1.9.3', '1.9.2', '1.9.1'])
  await expect(page.getByRole('status').filter({ hasText: say('tags.found', { count: 4 }) })).toHaveCount(1)
  await page.reload()
  await expect(tags).toHaveText(['1.9.4', '1.9.3', '1.9.2', '1.9.1'])
  await expect(filter).toHaveValue('1.9')
  await filter.fill('nothing-like-it')
  await expect(page.getByText(say('tags.noneContains', { filter: () => 'nothing-like-it' }))).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(`${path}?tab=tags&folds=open`)
  await expect(tags).toHaveCount(7)
  await expect(filter).toHaveValue('')
})

test('a correction of an old version does not become the pull command, and the publisher can say what does', async ({
  admin,
  page,
  repository,
  say,
}) => {
  const { path, pusher } = repository
  await pusher.pushImage('2.0.0', { config: { version: 'a' } })
  await pusher.pushImage('latest', { config: { version: 'a' } })
  await pusher.pushImage('1.9.5', { config: { version: 'b' } })
  const command = page.getByText(/docker pull .*:2\.0\.0/).first()
  await expect(async () => {
    await page.goto(`${path}?tab=tags`)
    await expect(page.getByRole('rowheader').getByRole('link', { name: '1.9.5' })).toBeVisible({
      timeout: 200,
    })
  }).toPass({ timeout: 5_000 })
  await expect(command).toBeVisible()

  const { repositories } = await admin.send(
    new DescribeRepositoriesCommand({ repositoryNames: [path.split('/').slice(2).join('/')] }),
  )
  const resourceArn = repositories?.[0]?.repositoryArn ?? ''
  const chosen = { Key: 'public-gallery:default-tag', Value: '1.9.5' }
  await admin.send(new TagResourceCommand({ resourceArn, tags: [chosen] }))
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/docker pull .*:1\.9\.5/).first()).toBeVisible({ timeout: 200 })
    const heading = page.getByRole('heading', { name: say('tags.latest.first', { tag: () => '1.9.5' }) })
    await expect(heading).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 5_000 })
})

test('families are each sorted by their own version, the newest first', async ({ page, repository }) => {
  const { path, pusher } = repository
  const families = [
    ['pg16-v2.10.0', 'pg16-v2.9.0'],
    ['py3.12-1.0.0', 'py3.9-1.0.0'],
    ['openjdk-21', 'openjdk-17'],
    ['ltsc2022', 'ltsc2019'],
    ['nightly-20240201', 'nightly-20240101'],
    ['r10', 'r9'],
  ]
  const pushed = families.flat()
  for (const tag of pushed) await pusher.pushImage(tag, { config: { tag } })
  const links = page.getByRole('rowheader').getByRole('link')
  await expect(async () => {
    await page.goto(`${path}?tab=tags&folds=open`)
    await expect(links).toHaveCount(pushed.length, { timeout: 200 })
  }).toPass({ timeout: 5_000 })
  const shown = await links.allTextContents()
  for (const [newer = '', older = ''] of families) {
    expect(shown.indexOf(newer)).toBeLessThan(shown.indexOf(older))
  }
})

test('a row says what its image runs on, and what is attached to it', async ({
  page,
  repository,
  say,
  language,
}) => {
  const { path, pusher } = repository
  const images = []
  for (const architecture of ['amd64', 'arm64']) {
    const image = await pusher.pushImage(null, { architecture, config: {} })
    images.push({ ...image, platform: { os: 'linux', architecture } })
  }
  const index = await pusher.pushIndex('1.1.0', images)
  await pusher.pushReferrer(index, 'application/spdx+json')
  await pusher.pushImage('1.0.0', { architecture: 'amd64', config: { version: 'b' } })
  const row = page.getByRole('row', { name: /1\.1\.0/ })
  await expect(async () => {
    await page.goto(`${path}?tab=tags`)
    const platforms = row.getByRole('img', { name: joinNames(['linux/amd64', 'linux/arm64'], language) })
    await expect(platforms).toBeVisible({ timeout: 200 })
    await expect(row.getByText(say('tags.row.sbom'))).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 5_000 })
  await expect(
    page.getByRole('row', { name: /1\.0\.0/ }).getByRole('img', { name: 'linux/amd64' }),
  ).toBeVisible()
})

test('an image shows its platforms, how it starts and what refers to it', async ({
  page,
  repository,
  say,
}) => {
  test.slow()
  const { path, pusher } = repository
  const config = {
    config: {
      User: '10001',
      Env: ['A=b'],
      Labels: { source: 'https://example.org/x', attack: 'javascript:alert(1)', html: '<b>bold</b>' },
    },
    history: [{ created_by: 'ENV A=b', empty_layer: true }, { created_by: 'COPY . /app # buildkit' }],
  }
  const images = []
  for (const architecture of ['amd64', 'arm64']) {
    const image = await pusher.pushImage(null, { architecture, config })
    images.push({ ...image, platform: { os: 'linux', architecture } })
  }
  const index = await pusher.pushIndex('2.0', images)
  await pusher.pushReferrer(index, 'application/spdx+json')

  await page.goto(`${path}?tag=2.0`)
  const main = page.getByRole('main')
  await expect(page).toHaveTitle(/:2\.0 · Public Gallery$/)
  await expect(main.getByRole('link', { name: 'linux/amd64' })).toHaveAttribute('aria-current', 'true')
  await expect(main.getByText('COPY . /app')).toBeVisible()
  await expect(main.getByText('10001')).toBeVisible()
  await expect(main.getByText(say('ui.kinds.sbom'), { exact: true })).toBeVisible()
  const link = main.getByRole('link', { name: 'https://example.org/x' })
  await expect(link).toHaveAttribute('rel', 'nofollow ugc noopener noreferrer')
  await expect(main.getByRole('link', { name: 'javascript:alert(1)' })).toHaveCount(0)
  await expect(main.getByText('<b>bold</b>')).toBeVisible()

  await main.getByRole('link', { name: 'linux/arm64' }).click()
  await expect(page).toHaveURL(`${path}?tag=2.0&platform=linux/arm64`)
  await expect(main.getByRole('link', { name: 'linux/arm64' })).toHaveAttribute('aria-current', 'true')

  await page.goto(`${path}?digest=${index.digest}`)
  await expect(main.getByRole('link', { name: '2.0', exact: true })).toBeVisible()
  for (const address of [`${path}?tag=2.0`, `${path}?tab=tags`]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(address)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html }) => html) }))).toEqual([])
    }
  }
})

test('what is not there is a true 404 that names it', async ({ page, repository, say }) => {
  const { path, pusher } = repository
  await pusher.pushImage('1.0')
  const name = path.slice(1)
  for (const [query, what, wanted, place] of [
    ['tag=no-such-tag', 'tag', 'no-such-tag', name],
    [`digest=sha256:${'0'.repeat(64)}`, 'image', `sha256:${'0'.repeat(64)}`, name],
    ['tag=1.0&platform=linux/s390x', 'platform', 'linux/s390x', `${name}:1.0`],
    ['tag=a%20b', 'reference', '', name],
  ] as const) {
    const response = await page.goto(`${path}?${query}`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      say(`image.missing.${what}`, { wanted: () => wanted, place: () => place }),
    )
  }
})

test('many tags come in pages', async ({ page, repository, say }) => {
  test.slow()
  const { path, pusher } = repository
  for (let at = 0; at < 101; at++) await pusher.pushImage(`1.${at}`, { config: { at } })
  await expect(async () => {
    await page.goto(`${path}?tab=tags&folds=open`)
    const tabs = page.getByRole('navigation', { name: say('repositoryTools.tabs.title') })
    const tab = tabs.getByRole('link', { name: say('repositoryTools.tabs.tags') })
    await expect(tab).toContainText('101', { timeout: 200 })
  }).toPass({ timeout: 5_000 })
  const tags = page.getByRole('rowheader').getByRole('link')
  await expect(tags).toHaveCount(100)
  await page.getByRole('link', { name: say('tags.pages.next') }).click()
  await expect(page).toHaveURL(`${path}?tab=tags&folds=open&page=2`)
  await expect(tags).toHaveText(['1.0'])
  const response = await page.request.get(`${path}?tab=tags&folds=open`)
  expect((await response.body()).byteLength).toBeLessThan(200_000)
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('tags can be sorted, filtered and opened', async ({ page, repository, say }) => {
    const { path, pusher } = repository
    await pushVersions(pusher)
    const tags = page.getByRole('rowheader').getByRole('link', { name: /^1\.\d+\.\d/ })
    await expect(async () => {
      await page.goto(`${path}?tab=tags`)
      await expect(tags.filter({ visible: true })).toHaveText(['1.10.0', '1.9.4', '1.2.0'], { timeout: 200 })
    }).toPass({ timeout: 5_000 })
    await page.getByText(say('tags.folds.earlier', { count: 3 })).click()
    await expect(tags.filter({ visible: true })).toHaveCount(6)
    await page.getByRole('link', { name: say('tags.sorts.name') }).click()
    await expect(tags.first()).toHaveText('1.2.0')
    await page.getByRole('searchbox', { name: say('tags.tools.filter') }).fill('1.9')
    await page.getByRole('button', { name: say('tags.tools.apply') }).click()
    await expect(page).toHaveURL(`${path}?tab=tags&sort=name&filter=1.9`)
    await expect(tags).toHaveText(['1.9.1', '1.9.2', '1.9.3', '1.9.4'])
    await tags.last().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('1.9.4')
  })
})
