/** What people write and how: texts from right to left, letters of full and half width, and input methods that make words out of keys. */
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRPUBLICClient,
} from '@aws-sdk/client-ecr-public'
import type { Page } from '@playwright/test'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import { pushTestImage } from '#testing/push-test-image.ts'
import { readOverflow } from '#testing/read-overflow.ts'
import type { TestServer } from '#testing/servers.ts'
import { findOverlaps } from './find-overlaps.ts'

const arabic = 'مخزن سريع للمفاتيح والقيم (Redis) 7.2 مع نسخ احتياطي كل ليلة.'
const hebrew = 'מסד נתונים קטן ומהיר, גרסה 3.1, עבור docker ו-Kubernetes.'

interface Site {
  admin: ECRPUBLICClient
  server: TestServer
  page: Page
}

/** Repositories of one prefix, and with an image each, until the test is over. */
async function withRepositories(
  { admin, server, page }: Site,
  descriptions: Readonly<Record<string, string>>,
  look: (prefix: string, alias: string) => Promise<void>,
): Promise<void> {
  const prefix = toUniqueName('written')
  const names = Object.keys(descriptions).map((name) => `${prefix}/${name}`)
  let alias = ''
  try {
    for (const [name, description] of Object.entries(descriptions)) {
      const repositoryName = `${prefix}/${name}`
      const texts = { aboutText: `# ${description}\n\n${description}`, usageText: description }
      const { repository } = await admin.send(
        new CreateRepositoryCommand({ repositoryName, catalogData: { description, ...texts } }),
      )
      alias = repository?.repositoryUri?.split('/')[1] ?? ''
      const publisher = { endpoint: server.registryUrl, publisher: admin }
      await pushTestImage(publisher, `${alias}/${repositoryName}`, '1.0', ['linux/amd64'])
    }
    const isFound = async () => {
      const answer = await page.request.get(`/api/search?searchTerm=${prefix}`)
      const found: { newestTag: string | null; architectures: string[] }[] = (await answer.json())
        .repositories
      // A row says what an image runs on once its manifests have been read.
      return found.filter(({ newestTag, architectures }) => newestTag === '1.0' && architectures.length > 0)
        .length
    }
    await expect.poll(isFound, { timeout: 10_000 }).toBe(names.length)
    await look(prefix, alias)
    // One that stays open would ask for what is gone.
    await page.goto('about:blank')
  } finally {
    for (const repositoryName of names) {
      await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true })).catch(() => undefined)
    }
  }
}

async function expectRoom(page: Page): Promise<void> {
  const overflow = await readOverflow(page)
  expect(overflow, page.url()).toBeLessThanOrEqual(0)
  expect(await findOverlaps(page), page.url()).toEqual([])
}

test('a text from right to left is read so, and turns round nothing that stands beside it', async ({
  admin,
  server,
  page,
  say,
}) => {
  test.slow()
  await page.setViewportSize({ width: 360, height: 780 })
  const descriptions = { arabic, hebrew, latin: 'A small and fast store of keys and values.' }
  await withRepositories({ admin, server, page }, descriptions, async (prefix, alias) => {
    await page.goto(`/search?searchTerm=${prefix}&sort=name`)
    const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: prefix })
    await expect(rows).toHaveCount(3)
    for (const text of [arabic, hebrew]) {
      const description = page.getByText(text)
      await expect(description).toHaveAttribute('dir', 'auto')
      await expect(description).toHaveAttribute('lang', '')
      await expect(description).toHaveCSS('direction', 'rtl')
    }
    await expectRoom(page)
    const [one, two, plain] = await Promise.all(
      [0, 1, 2].map((at) => rows.nth(at).evaluate(readNeighbours, [arabic, hebrew, descriptions.latin])),
    )
    expect(plain?.length).toBeGreaterThan(3)
    expect(one).toEqual(plain)
    expect(two).toEqual(plain)

    for (const name of ['arabic', 'hebrew'] as const) {
      const path = `/${alias}/${prefix}/${name}`
      for (const address of [path, `${path}?tab=usage`, `${path}?tab=tags`, `${path}?tag=1.0`]) {
        await page.goto(address)
        await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
        await expect(page.locator('html')).toHaveCSS('direction', 'ltr')
        await expectRoom(page)
      }
      await page.goto(path)
      await expect(page.locator('.markdown').first()).toHaveCSS('direction', 'rtl')
      await expect(page.locator('[data-pull-command]')).toHaveCSS('direction', 'ltr')
      await expect(page.getByRole('button', { name: say('pull.copyCommand') })).toBeVisible()
    }
  })
})

/**
 * Of a row, each text but those of publishers: its words and where it begins and ends, from the left edge of the row. Names differ, so
 * that only their beginning is compared.
 */
function readNeighbours(row: Element, texts: readonly string[]): string[] {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
  const found: string[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? ''
    const element = node.parentElement
    if (text === '' || element === null || element.closest('.sr-only, time')) continue
    if (texts.includes(text) || !element.checkVisibility()) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const first = document.createRange()
    first.setStart(node, 0)
    first.setEnd(node, 1)
    const left = row.getBoundingClientRect().left
    const at = Math.round(range.getBoundingClientRect().left - left)
    const isLeftToRight =
      first.getBoundingClientRect().left <= range.getBoundingClientRect().left + 1 ? 'onwards' : 'backwards'
    found.push(/arabic|hebrew|latin/.test(text) ? isLeftToRight : `${text} ${at} ${isLeftToRight}`)
  }
  return found
}

test('letters of full and of half width find the same, on the page and in the API', async ({
  admin,
  server,
  page,
  say,
}) => {
  const descriptions = {
    'kana-postgres': 'データベースのリポジトリを調べるツール ABC',
    other: 'ガチャの結果を記録するツール',
  }
  await withRepositories({ admin, server, page }, descriptions, async (prefix, alias) => {
    const pairs = [
      ['ABC', 'ＡＢＣ'],
      ['abc', 'ａｂｃ'],
      ['postgres', 'ｐｏｓｔｇｒｅｓ'],
      ['リポジトリ', 'ﾘﾎﾟｼﾞﾄﾘ'],
      ['ガチャ', 'ｶﾞﾁｬ'],
      ['データベース リポジトリ', 'データベース　ﾘﾎﾟｼﾞﾄﾘ'],
      ['リポジトリ type:image', 'リポジトリ　ｔｙｐｅ：ｉｍａｇｅ'],
      ['ツール -ガチャ', 'ツール　－ｶﾞﾁｬ'],
      ['"リポジトリを調べる"', '「リポジトリを調べる」'],
    ]
    for (const [usual = '', other = ''] of pairs) {
      const ask = async (typed: string) => {
        const query = new URLSearchParams({ searchTerm: typed, popularRegistries: alias, sort: 'name' })
        const answer = await (await page.request.get(`/api/search?${query}`)).json()
        const found: { repositoryName: string }[] = answer.repositories
        return { query, names: found.map(({ repositoryName }) => repositoryName) }
      }
      const [wanted, given] = [await ask(usual), await ask(other)]
      expect(
        wanted.names.some((name) => name.startsWith(prefix)),
        usual,
      ).toBe(true)
      expect(given.names, other).toEqual(wanted.names)
      await page.goto(`/search?${given.query}`)
      const links = page.getByRole('main').getByRole('listitem').getByRole('heading').getByRole('link')
      await expect(links, other).toHaveCount(wanted.names.length)
    }
    await page.goto('/')
    const box = page.getByRole('main').getByRole('combobox', { name: say('searchBox.label') })
    await box.fill(`リポジトリ　ｔｙｐｅ：ｉｍａｇｅ　${prefix}`)
    await box.press('Enter')
    await expect(page.getByRole('link', { name: `${prefix}/kana-postgres` })).toBeVisible()
  })
})

test('a key that ends a word of an input method neither searches nor chooses', async ({ page, say }) => {
  await page.goto('/')
  const box = page.getByRole('main').getByRole('combobox', { name: say('searchBox.label') })
  await box.fill('sqlite')
  await expect(page.getByRole('option', { name: /tidewater\/sqlite-replica/ })).toBeVisible()
  await box.press('ArrowDown')
  const chosen = page.getByRole('option', { selected: true })
  await expect(chosen).toHaveCount(1)
  // As Chromium and Firefox say it, and as Safari does, which ends the word before the key.
  for (const code of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const key of ['Enter', 'ArrowDown', 'Escape']) {
      await box.dispatchEvent('keydown', { key, bubbles: true, cancelable: true, ...code })
      await expect(chosen, `${key} ${JSON.stringify(code)}`).toHaveCount(1)
      await expect(box).toHaveValue('sqlite')
    }
  }
  await expect(page).toHaveURL('/')

  // A word that is being made is in the box, and is suggested for, before it is searched for.
  const keyboard = await page.context().newCDPSession(page)
  await box.fill('')
  await keyboard.send('Input.imeSetComposition', { text: 'ｓｑｌｉｔｅ', selectionStart: 6, selectionEnd: 6 })
  await expect(box).toHaveValue('ｓｑｌｉｔｅ')
  await keyboard.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Process',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  await expect(page).toHaveURL('/')
  await keyboard.send('Input.insertText', { text: 'ｓｑｌｉｔｅ' })
  await expect(page).toHaveURL('/')
  await box.press('Enter')
  await expect(page).toHaveURL(/\/search\?/)
  await expect(page.getByRole('link', { name: 'tidewater/sqlite-replica' })).toBeVisible()
})
