/** The page that an operator opens when something may be wrong. */
import { z } from 'zod'
import { expect, test } from '#testing/fixtures.ts'

const status = z.object({
  condition: z.string(),
  sources: z.array(z.object({ name: z.string(), condition: z.string(), problem: z.null() })),
  index: z.object({ repositoryCount: z.number(), bytes: z.number().positive() }),
})

test('says that everything is up to date, for people and as JSON', async ({ page, request, say }) => {
  await page.goto('/')
  await page
    .getByRole('navigation', { name: say('site.footer') })
    .getByRole('link', { name: say('site.status') })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('status.headline.ok'))
  await expect(page.getByRole('heading', { level: 2, name: 'embedded' })).toBeVisible()
  await expect(page.getByText(say('status.phase.following'))).toBeVisible()

  const answer = await request.get('/api/status')
  expect(answer.headers()['cache-control']).toBe('no-store')
  expect(status.parse(await answer.json())).toMatchObject({
    condition: 'ok',
    sources: [{ name: 'embedded', condition: 'in-step' }],
  })
})
