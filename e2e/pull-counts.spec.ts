/** Pulls are counted where images are pulled, and the repository's page shows them as they are, though it is cached. */
import { expect, test } from '#testing/fixtures.ts'
import type { TestServer } from '#testing/servers.ts'

test('pulls are on a cached page after a while, without moving it', async ({ page, server, language }) => {
  const path = '/jmo-lab/rv-toolchain'
  const readTotal = async (): Promise<number> =>
    (await (await page.request.get(`/api/pulls${path}`)).json()).total
  const counted = await readTotal()
  await page.goto(path)
  const fact = page.locator('[data-pulls]')
  const drawing = fact.getByRole('img')
  const before = await drawing.boundingBox()

  for (let pull = 0; pull < 3; pull++) await pullManifest(server, 'jmo-lab/rv-toolchain', 'latest')
  // The registry writes its counts down every five seconds; the browser asks when the page is opened.
  await expect.poll(readTotal, { timeout: 15_000 }).toBe(counted + 3)
  await page.reload()
  await expect(fact.locator('span')).toHaveText(String(counted + 3))
  await expect(drawing).toHaveAccessibleName(
    language === 'ja'
      ? /過去 30\s日間のプル数は \d+\s回 \(すべて \d+月\d+日\)/
      : /\d+ pulls? in the last 30 days, all on \d+ [A-Z][a-z]+/,
  )
  expect(await drawing.boundingBox()).toEqual(before)

  const answer = await page.request.get(`/api/pulls${path}`)
  expect(await answer.json()).toMatchObject({
    total: counted + 3,
    tags: [{ tag: 'latest', count: counted + 3 }],
  })
})

test('what was never pulled says so, and an unknown repository has no counts', async ({ page, say }) => {
  await page.goto('/jmo-lab/hello')
  await expect(page.getByRole('img', { name: say('repositoryTools.pulls.none', { days: 30 }) })).toBeVisible()
  const answer = await page.request.get('/api/pulls/jmo-lab/nothing')
  expect(answer.status()).toBe(404)
})

/** As a client pulls an image by its tag. */
async function pullManifest({ registryUrl }: TestServer, name: string, tag: string): Promise<void> {
  const { token } = await (await fetch(`${registryUrl}/token/`)).json()
  const response = await fetch(`${registryUrl}/v2/${name}/manifests/${tag}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await response.body?.cancel()
  expect(response.status).toBe(200)
}
