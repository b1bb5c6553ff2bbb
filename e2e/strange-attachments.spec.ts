/** What strangers attach stands within its page on a phone, and turns round nothing of what the gallery says beside it. */
import type { Page } from '@playwright/test'
import type { PushedManifest, Pusher } from '#testing/create-pusher.ts'
import { test as base, expect } from '#testing/fixtures.ts'
import { type OwnRepository, withRepository } from '#testing/with-repository.ts'

const test = base.extend<{ repository: OwnRepository }>({
  repository: ({ admin, server, page }, use) => withRepository({ admin, server, page }, 'strange', use),
})

const empty = { mediaType: 'application/vnd.oci.empty.v1+json' }

function attach(pusher: Pusher, subject: PushedManifest, mediaType: string, document: object) {
  const layers = [{ mediaType, text: JSON.stringify(document) }]
  return pusher.pushManifest(null, { artifactType: mediaType, subject, config: empty, layers })
}

/** A report of Grype, which names its scanner. */
function toReport(name: string, timestamp: string) {
  return {
    matches: ['critical', 'high', 'low'].map((severity, at) => ({
      vulnerability: { id: `CVE-2026-${at}${name}`, severity, fix: { versions: [name], state: 'fixed' } },
      artifact: { name, version: name, type: 'npm' },
    })),
    source: { type: 'image' },
    descriptor: { name, version: '1', timestamp },
  }
}

async function goto(page: Page, address: string, ready: string): Promise<void> {
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByRole('main')).toContainText(ready, { timeout: 500 })
  }).toPass({ timeout: 20_000 })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } })

  for (const [kind, name] of [
    ['letters', 'x'.repeat(3_000)],
    ['characters', '語'.repeat(3_000)],
  ] as const) {
    test(`names of 3,000 ${kind} without a break make no page wider`, async ({
      page,
      repository: { path, pusher },
    }) => {
      for (const tag of ['1.0', '1.1']) {
        const image = await pusher.pushImage(tag, { config: { comment: tag } })
        await attach(pusher, image, 'application/json', toReport(name, '2026-11-20T00:00:00Z'))
        await attach(pusher, image, 'application/spdx+json', {
          spdxVersion: 'SPDX-2.3',
          creationInfo: { creators: [`Tool: ${name}`] },
          packages: [{ name, versionInfo: name, licenseDeclared: name }],
        })
        await attach(pusher, image, 'application/vnd.openvex+json', {
          '@context': 'https://openvex.dev/ns/v0.2.0',
          author: name,
          statements: [
            {
              vulnerability: { name: `CVE-2026-0${name}`.slice(0, 400) },
              status: 'affected',
              action_statement: name,
            },
          ],
        })
      }
      for (const query of [
        'tag=1.0',
        'tag=1.1',
        'tag=1.0&part=packages',
        'tag=1.0&part=vulnerabilities',
        'tag=1.0&part=attached',
        'compare=1.0&with=1.1',
      ]) {
        await goto(page, `${path}?${query}`, query.includes('attached') ? 'openvex' : name.slice(0, 40))
        const width = await page.evaluate(() => document.scrollingElement?.scrollWidth)
        expect(width, query).toBeLessThanOrEqual(360)
      }
    })
  }
})

test('the date behind a scanner whose name is read from the right stays in its order', async ({
  page,
  repository: { path, pusher },
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  const image = await pusher.pushImage('1.0')
  await attach(pusher, image, 'application/json', toReport('مكتبة', '2026-11-21T00:00:00Z'))
  await goto(page, `${path}?tag=1.0`, 'مكتبة')
  const places = await page
    .getByRole('region', { name: 'Vulnerabilities' })
    .locator('p', { hasText: 'Scanned by' })
    .evaluate((line) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
      const text = walker.nextNode()
      const whole = text?.textContent ?? ''
      return ['مكتبة', '21', '2026'].map((part) => {
        const range = document.createRange()
        if (text === null) return Number.NaN
        const start = whole.indexOf(part)
        range.setStart(text, start)
        range.setEnd(text, start + part.length)
        const { left, top } = range.getBoundingClientRect()
        // Further lines count as further to the right.
        return left + 10_000 * Math.round(top / 10)
      })
    })
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('what is not looked at, and what cannot be read, is told as such', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const image = await pusher.pushImage('1.0')
  const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json'
  for (let at = 0; at < 14; at++) await attach(pusher, image, bundle, { at })
  await attach(pusher, image, 'application/spdx+json', {})
  await attach(pusher, image, 'application/sarif+json', {})
  await goto(page, `${path}?tag=1.0`, say('contents.packages.unrecognized'))
  const main = page.getByRole('main')
  await expect(main).toContainText(say('proof.notLookedAt', { count: 2 }))
  await expect(main).toContainText(say('contents.vulnerabilities.unrecognized'))
  await expect(main).not.toContainText(say('contents.vulnerabilities.none'))
})
