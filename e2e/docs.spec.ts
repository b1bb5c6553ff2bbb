/** The docs answer what a stranger asks, and tell strangers nothing that is not theirs to know. */
import { expect, test } from '#testing/fixtures.ts'

test('a visitor learns what the mark means, whom to ask, and what helps when a pull fails', async ({
  page,
  say,
}) => {
  await page.goto('/docs')
  await expect(page.getByRole('heading', { name: say('docs.sections.verified') })).toBeVisible()
  await expect(page.getByText(say('docs.verified.by.operator'))).toBeVisible()
  await expect(page.getByRole('heading', { name: say('docs.sections.ask') })).toBeVisible()
  for (const says of ['no matching manifest', 'gave HTTP response to HTTPS client', 'toomanyrequests']) {
    await expect(page.getByRole('term').filter({ hasText: says })).toBeVisible()
  }
})

test('publishers, operators and programs have chapters of their own', async ({ page, say }) => {
  await page.goto('/docs')
  const chapters = page.getByRole('navigation', { name: say('docs.docs') })
  for (const chapter of ['publishers', 'operators', 'programs'] as const) {
    const title = say(`docs.chapters.${chapter}.title`)
    await chapters.getByRole('link', { name: title }).click()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(chapters.getByRole('link', { name: title })).toHaveAttribute('aria-current', 'page')
  }
})

test('no chapter tells strangers where credentials lie', async ({ request }) => {
  for (const path of ['/docs', '/docs/publish', '/docs/operate', '/docs/api']) {
    const html = await (await request.get(path)).text()
    expect(html, path).not.toMatch(/data directory|DATA_DIR|SHARED_CREDENTIALS_FILE|profile admin/i)
  }
})
