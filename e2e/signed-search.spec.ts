/** Signatures that the gallery has verified are found, filtered and counted beside those that are attached. */
import { expect, test } from '#testing/fixtures.ts'

test('signed:verified is an operator, a filter and a mark', async ({ page, request, say, language }) => {
  const count = async (query: string) => {
    const answer = await request.get(`/api/search?${query}`)
    return (await answer.json()).totalResults as number
  }
  // Signatures are verified in the background.
  await expect
    .poll(() => count('vouched=signature-verified'), { timeout: 30_000 })
    .toBe(await count('vouched=signed'))
  expect(await count('vouched=signed')).toBeGreaterThan(5)
  await page.goto('/search?searchTerm=harbor%20signed%3Averified')
  await expect(page.getByRole('searchbox').or(page.getByRole('combobox')).first()).toHaveValue(
    'harbor signed:verified',
  )
  const found = page.getByRole('listitem').filter({ hasText: 'cache/harbor' }).first()
  await expect(found.getByText(say('search.vouched.signature-verified'))).toBeVisible()
  await expect(
    page.getByText(language === 'ja' ? 'というフィルターはありません' : 'is not a filter'),
  ).toHaveCount(0)
})
