/** Packages and known vulnerabilities of an image can be read, filtered, sorted and saved without a script, on a phone. */
import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '#testing/fixtures.ts'
import { withRepository } from '#testing/with-repository.ts'

const harbor = '/tidewater/cache/harbor?tag=latest'

test.describe('without a script, at 360 px', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })

  test('the packages of an image are filtered and sorted', async ({ page, say }) => {
    await page.goto(harbor)
    await expect(page.getByRole('heading', { name: say('contents.packages.title') })).toBeVisible()
    await expect(
      page.getByText(say('contents.packages.note', { count: 41, format: 'CycloneDX 1.6' })),
    ).toBeVisible()
    await page
      .getByRole('searchbox', { name: say('contents.tools.filterPackages', { count: 41 }) })
      .fill('arc/')
    await page.getByRole('button', { name: say('contents.tools.filter') }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      say('contents.counted.packages', { count: 41 }),
    )
    await expect(page.getByText(say('contents.tools.foundPackages', { count: 41, found: 4 }))).toBeVisible()
    await expect(page.locator('.package-rows > li')).toHaveCount(4)
    await page
      .getByRole('navigation', { name: say('contents.tools.orderOfPackages') })
      .getByText(say('contents.packages.licence'))
      .click()
    await expect(page).toHaveURL(/filter=arc%2F&sort=licence$/)
    await expect(page.locator('.package-rows > li')).toHaveCount(4)
  })

  test('what is set aside has its reason, and the grade its rule and its next date', async ({
    page,
    say,
    language,
  }) => {
    await page.goto(`${harbor}&part=vulnerabilities`)
    await expect(
      page.getByText(
        language === 'ja'
          ? /^.* Trivy 0\.71\.0 によるスキャンでは、未対応の既知の脆弱性は 3\s件です \(他に理由付きで対象外 1\s件\)。$/
          : /^3 known and open on .* by Trivy 0\.71\.0; 1 set aside with a reason\.$/,
      ),
    ).toBeVisible()
    await expect(
      page.getByText(say('contents.justifications.vulnerable_code_not_in_execute_path')),
    ).toBeVisible()
    await expect(
      page.getByText(
        say('contents.vulnerabilities.quoted', { quote: () => 'Harbor never opens an SSH channel.' }),
      ),
    ).toBeVisible()
    await expect(
      page.getByText(
        language === 'ja' ? /再スキャンしなければ、その後 C/ : /then C, unless it is scanned again/,
      ),
    ).toBeVisible()
    await page.getByText(say('contents.grade.title')).click()
    await expect(page.getByText(say('contents.grade.rule'))).toBeVisible()
  })
})

test('an image that nobody scanned is not said to be free of faults', async ({ page, say, language }) => {
  await page.goto('/tidewater/base?tag=latest')
  await expect(page.getByText(say('contents.vulnerabilities.none'))).toBeVisible()
  await page.goto('/tidewater/pg/pooler?tag=latest')
  await expect(
    page.getByText(
      language === 'ja'
        ? /^\d{4}年\d+月\d+日の Trivy 0\.71\.0 によるスキャンでは、既知の脆弱性は 0\s件です。$/
        : /^0 known on \d+ \w+ \d{4} by Trivy 0\.71\.0\.$/,
    ),
  ).toBeVisible()
})

test('nothing is wider than a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  for (const part of ['', '&part=packages', '&part=vulnerabilities', '&part=packages&sort=version']) {
    await page.goto(`${harbor}${part}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const part of ['', '&part=packages', '&part=vulnerabilities']) {
    test(`the page has no fault that axe knows (${part || 'image'}, ${colorScheme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.goto(`${harbor}${part}`)
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    })
  }
}

test('a document is saved as it was pushed, and nothing of it is shown', async ({
  page,
  request,
  language,
}) => {
  await page.goto(harbor)
  const link = page.getByRole('link', {
    name: language === 'ja' ? '文書をダウンロード' : 'Download the document',
  })
  const response = await request.get((await link.getAttribute('href')) ?? '')
  expect(response.status()).toBe(200)
  const headers = response.headers()
  expect(headers['content-disposition']).toMatch(/^attachment; filename="harbor-[0-9a-f]{12}\.json"$/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-security-policy']).toContain('sandbox')
  expect(await response.json()).toMatchObject({ bomFormat: 'CycloneDX', components: expect.anything() })
  // A layer is no document, whoever asks for it.
  const facts = await (await request.get('/api/contents/tidewater/cache/harbor?tag=latest')).json()
  const other = `/api/document/tidewater/cache/harbor?attachment=${facts.digest}&digest=${facts.digest}`
  expect((await request.get(other)).status()).toBe(404)
})

test('5,000 packages of strangers stay light, within the page, and can be filtered', async ({
  admin,
  server,
  page,
  say,
}) => {
  await withRepository({ admin, server, page }, 'packages', async ({ path, pusher }) => {
    const image = await pusher.pushManifest('1.0', {
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        text: '{"os":"linux","architecture":"amd64"}',
      },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', text: randomUUID() }],
    })
    const packages = Array.from({ length: 5_000 }, (_, at) => ({
      SPDXID: `SPDXRef-${at}`,
      name: at === 4_321 ? `\u202e<script>alert(1)</script>` : `package-${at}-${'long'.repeat(at % 60)}`,
      versionInfo: `${at % 7}.${at}.0-${'x'.repeat(at % 90)}`,
      licenseDeclared: at % 3 === 0 ? 'MIT' : 'NOASSERTION',
      externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/package-${at}@${at}` }],
    }))
    const bill = { spdxVersion: 'SPDX-2.3', creationInfo: { created: '2026-01-02T00:00:00Z' }, packages }
    await pusher.pushManifest(null, {
      artifactType: 'application/spdx+json',
      subject: image,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', text: '{}' },
      layers: [{ mediaType: 'application/spdx+json', text: JSON.stringify(bill) }],
    })
    await page.setViewportSize({ width: 360, height: 740 })
    const address = `${path}?tag=1.0&part=packages`
    await expect(async () => {
      await page.goto(`${address}&sort=name`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        say('contents.counted.packages', { count: 5_000 }),
        { timeout: 1_000 },
      )
    }).toPass()
    await expect(page.locator('.package-rows > li')).toHaveCount(100)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    const html = await (await page.request.get(`${path}?tag=1.0&part=packages.7&sort=version`)).text()
    expect(html.length).toBeLessThan(200_000)
    await page.goto(`${address}&filter=alert`)
    await expect(page.locator('.package-rows > li').first()).toContainText('\ufffd<script>alert(1)</script>')
  })
})

test('a search finds the repositories whose image holds a package, by version too', async ({ page, say }) => {
  // The index reads images beside the sync.
  await expect(async () => {
    await page.goto('/search?searchTerm=package%3Atidessl-libs')
    const title = page.getByRole('heading', { level: 1 })
    await expect(title).toContainText(say('search.found', { count: 3 }), { timeout: 1_000 })
  }).toPass({ timeout: 25_000 })
  await page.goto('/search?searchTerm=package%3Atidessl-libs%40%3C3.0.8&jump=1')
  await expect(page.getByRole('link', { name: 'tidewater/cache/harbor' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'northlight/python' })).toHaveCount(0)
})
