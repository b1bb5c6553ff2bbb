/** The page of an image says what it is built on and by what that is known, and what its files tell of how it runs. */
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

interface Visit {
  page: Page
  say: Say
}

const running = ({ page, say }: Visit) => page.getByRole('region', { name: say('contents.run.title') })

/** Layers are read in the background, and a page that was too early is made again. */
async function openWhenRead({ page, say }: Visit, path: string, text: RegExp) {
  await expect(async () => {
    await page.goto(path)
    await expect(running({ page, say })).toContainText(text, { timeout: 1_000 })
  }).toPass({ timeout: 25_000 })
}

test('a base that the image names, with the newer build that it has', async ({ page, say, language }) => {
  await openWhenRead(
    { page, say },
    '/tidewater/cache/harbor?tag=2.2.1',
    language === 'ja'
      ? /ベースイメージは tidewater\/base:3\.1 です。より新しいビルド 3\.2 があります。/
      : /Built on tidewater\/base:3\.1.*newer build: 3\.2\./,
  )
  await expect(running({ page, say })).toContainText(
    language === 'ja'
      ? /アノテーションには \S+\/tidewater\/base:3 と記載されています。先頭の 1\sレイヤーも一致しています。/
      : /Its annotation names \S+\/tidewater\/base:3, and its first layer is the same\./,
  )
  await running({ page, say }).getByRole('link', { name: '3.2', exact: true }).click()
  await expect(page).toHaveURL(/\/tidewater\/base\?tag=3\.2$/)
  await expect(running({ page, say })).not.toContainText(language === 'ja' ? 'ベースイメージは' : 'Built on')
})

test('a base that only the layers tell', async ({ page, say, language }) => {
  await openWhenRead(
    { page, say },
    '/fennel-rook/static?tag=latest',
    language === 'ja' ? /ベースイメージは tidewater\/base:3\.\d/ : /Built on tidewater\/base:3\.\d/,
  )
  await expect(running({ page, say })).toContainText(say('contents.base.foundByLayers', { count: 1 }))
})

test('what one can do in it, from its files', async ({ page, say, language }) => {
  await openWhenRead(
    { page, say },
    '/tidewater/cache/harbor?tag=2.2.1',
    language === 'ja' ? /ディストリビューション ?Demo base 3\.1/ : /Distribution ?Demo base 3\.1/,
  )
  await expect(running({ page, say })).toContainText(
    language === 'ja' ? /シェル ?なし|シェル ?見つかりません/ : /Shell ?none/,
  )
  await openWhenRead(
    { page, say },
    '/northlight/python?tag=latest',
    language === 'ja' ? /シェル ?sh/ : /Shell ?sh/,
  )
  await expect(running({ page, say })).toContainText(
    language === 'ja' ? /パッケージマネージャー ?apt/ : /Package manager ?apt/,
  )
  await running({ page, say }).getByRole('link', { name: /^\d+$/ }).click()
  await expect(page).toHaveURL(/#labels$/)
})
