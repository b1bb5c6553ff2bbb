/** The page of an image says what it is built on and by what that is known, and what its files tell of how it runs. */
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'

const running = (page: Page) => page.getByRole('region', { name: 'How it runs' })

/** Layers are read in the background, and a page that was too early is made again. */
async function openWhenRead(page: Page, path: string, text: RegExp) {
  await expect(async () => {
    await page.goto(path)
    await expect(running(page)).toContainText(text, { timeout: 1_000 })
  }).toPass({ timeout: 25_000 })
}

test('a base that the image names, with the newer build that it has', async ({ page }) => {
  await openWhenRead(
    page,
    '/tidewater/cache/harbor?tag=2.2.1',
    /Built on tidewater\/base:3\.1.*newer build: 3\.2\./,
  )
  await expect(running(page)).toContainText('which has a newer build: 3.2.')
  await expect(running(page)).toContainText(
    /Its annotation names \S+\/tidewater\/base:3, and its first layer is the same\./,
  )
  await running(page).getByRole('link', { name: '3.2', exact: true }).click()
  await expect(page).toHaveURL(/\/tidewater\/base\?tag=3\.2$/)
  await expect(running(page)).not.toContainText('Built on')
})

test('a base that only the layers tell', async ({ page }) => {
  await openWhenRead(page, '/fennel-rook/static?tag=latest', /Built on tidewater\/base:3\.\d/)
  await expect(running(page)).toContainText('It names no base, but its first layer is the same.')
})

test('what one can do in it, from its files', async ({ page }) => {
  await openWhenRead(page, '/tidewater/cache/harbor?tag=2.2.1', /Distribution ?Demo base 3\.1/)
  await expect(running(page)).toContainText(/Shell ?none/)
  await openWhenRead(page, '/northlight/python?tag=latest', /Shell ?sh/)
  await expect(running(page)).toContainText(/Package manager ?apt/)
  await running(page).getByRole('link', { name: /^\d+$/ }).click()
  await expect(page).toHaveURL(/#labels$/)
})
