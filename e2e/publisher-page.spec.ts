/** What a publisher says of itself: set by the operator's command, shown on its page within two seconds, and gone when it is removed. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { expect, test } from '#testing/fixtures.ts'
import { readOverflow } from '#testing/read-overflow.ts'

const execute = promisify(execFile)
const freshnessMs = 2_000

test('a description and a website that the operator sets, and removes', async ({
  page,
  request,
  server,
  language,
}) => {
  // Each language has a publisher of its own, as both may be tried at once.
  const [accountId, path] =
    language === 'ja' ? ['100000000008', '/jmo-lab'] : ['100000000003', '/fennel-rook']
  const setProfile = (...options: string[]) => {
    const args = ['registry', 'describe', '--account', accountId, ...options]
    const command = [join(import.meta.dirname, '..', 'registry', 'cli.ts'), ...args]
    return execute(process.execPath, command, { env: childEnvironment({ DATA_DIR: server.dataDir }) })
  }
  const readPage = async () => (await request.get(path)).text()
  const poll = () => expect.poll(readPage, { timeout: freshnessMs, intervals: [50] })
  const description = 'Web shops for people who make things <by hand>.'
  const website = 'https://web-shops.example/images'
  expect(await readPage()).not.toContain('Web shops for people')

  await setProfile('--description', description, '--website', website)
  await poll().toContain('Web shops for people')
  await page.goto(path)
  const header = page.getByRole('main').locator('header')
  await expect(header.getByText(description)).toBeVisible()
  const link = header.getByRole('link', { name: 'web-shops.example/images' })
  await expect(link).toHaveAttribute('href', website)
  await expect(link).toHaveAttribute('rel', 'nofollow ugc noopener noreferrer')
  const summary = page.locator('meta[name="description"]')
  await expect(summary).toHaveAttribute(
    'content',
    language === 'ja'
      ? /^Web shops for people .*リポジトリ \d+\s件/
      : /^Web shops for people .* \d+ public repositories/,
  )

  await setProfile('--description', '', '--website', '')
  await poll().not.toContain('Web shops for people')
  await page.goto(path)
  await expect(page.getByRole('main').locator('header')).not.toContainText('web-shops.example')
})

test('long words of a publisher wrap on a phone, and its website can be pressed', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/institute-for-coastal-and-estuarine-measurement')
  const link = page.getByRole('link', { name: /^software\.instruments\./ })
  expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  const overflow = await readOverflow(page)
  expect(overflow).toBe(0)
})
