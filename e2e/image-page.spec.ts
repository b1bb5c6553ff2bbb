/** The page of one image says what it is and runs on, whatever was pushed; and no config makes it wide or heavy. */
import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { PushedManifest, Pusher } from '#testing/create-pusher.ts'
import { test as base, expect } from '#testing/fixtures.ts'
import { type OwnRepository, withRepository } from '#testing/with-repository.ts'

const imageConfig = 'application/vnd.oci.image.config.v1+json'
const imageLayer = 'application/vnd.oci.image.layer.v1.tar+gzip'

const test = base.extend<{ namePrefix: string; repository: OwnRepository }>({
  namePrefix: ['kinds', { option: true }],
  repository: ({ admin, server, page, namePrefix }, use) =>
    withRepository({ admin, server, page }, namePrefix, use),
})

function pushConfig(pusher: Pusher, tag: string | null, config: object, layer = 'layer') {
  return pusher.pushManifest(tag, {
    config: { mediaType: imageConfig, text: JSON.stringify(config) },
    layers: [{ mediaType: imageLayer, text: layer }],
  })
}

async function pushVouched(pusher: Pusher) {
  const image = await pushConfig(pusher, null, { os: 'linux', architecture: 'amd64' })
  const attestation = await pusher.pushManifest(null, {
    config: { mediaType: imageConfig, text: '{"os":"unknown"}' },
    layers: [{ mediaType: 'application/vnd.in-toto+json' }],
  })
  const index = await pusher.pushIndex('1.0', [
    { ...image, platform: { os: 'linux', architecture: 'amd64' } },
    {
      ...attestation,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.digest,
      },
    } as PushedManifest & { platform: object },
  ])
  const signature = await pusher.pushManifest(`${index.digest.replace(':', '-')}.sig`, {
    config: { mediaType: imageConfig, text: '{"s":1}' },
    layers: [{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
  })
  return { attestation, signature }
}

test('an image without an index says what it runs on, and of Windows nothing of root', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const platform = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.2227' }
  await pushConfig(pusher, '1.0', { ...platform, created: '1980-01-01T00:00:00Z' })
  await page.goto(`${path}?tag=1.0`)
  const main = page.getByRole('main')
  await expect(
    main.getByText(say('image.runsOn.both', { systems: 'Windows 10.0.20348.2227', processors: 'amd64' })),
  ).toBeVisible()
  await expect(main.getByRole('definition').filter({ hasText: '10.0.20348.2227' })).toBeVisible()
  await expect(main).not.toContainText(/\broot\b/)
  await expect(main).not.toContainText(/1980|46 years/)
})

test('each of two Windows versions in an index has its own layers', async ({
  page,
  repository: { path, pusher },
}) => {
  const images = []
  for (const version of ['10.0.17763.1', '10.0.20348.1']) {
    const platform = { os: 'windows', architecture: 'amd64', 'os.version': version }
    const history = [{ created_by: `COPY made-for-${version}` }]
    images.push({ ...(await pushConfig(pusher, null, { ...platform, history }, version)), platform })
  }
  await pusher.pushIndex('1.0', images)
  const main = page.getByRole('main')
  for (const version of ['10.0.20348.1', '10.0.17763.1']) {
    await page.goto(`${path}?tag=1.0`)
    await main.getByRole('link', { name: `windows/amd64 ${version}` }).click()
    await expect(page).toHaveURL(`${path}?tag=1.0&platform=windows(${version})/amd64`)
    await expect(main.getByText(`made-for-${version}`)).toBeVisible()
  }
  await page.goto(`${path}?tag=1.0&platform=windows/amd64`)
  await expect(main.getByText('made-for-10.0.17763.1')).toBeVisible()
})

test('a platform is found as a client would write it, and one that is not stated is said to be so', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const image = await pushConfig(pusher, null, { os: 'linux', architecture: 'arm64', variant: 'v8' })
  await pusher.pushIndex('1.0', [
    { ...image, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
  ])
  const response = await page.goto(`${path}?tag=1.0&platform=linux/arm64/v8`)
  expect(response?.status()).toBe(200)
  await pusher.pushIndex('2.0', [
    { ...(await pushConfig(pusher, null, {})), platform: { os: '', architecture: '' } },
  ])
  await page.goto(`${path}?tag=2.0`)
  await expect(
    page.getByRole('main').getByRole('link', { name: say('ui.platforms.notStated') }),
  ).toBeVisible()
})

test('what is attached says of what, by digest and by tag, and is no image to pull', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const { attestation, signature } = await pushVouched(pusher)
  const main = page.getByRole('main')
  for (const [kind, { digest }] of [
    ['attestation', attestation],
    ['signature', signature],
  ] as const) {
    await page.goto(`${path}?tag=1.0`)
    await main.getByRole('link', { name: digest.slice(7, 11) }).click()
    await expect(page).toHaveURL(`${path}?digest=${digest}`)
    const words = { kind: say(`ui.kinds.${kind}`), image: () => '|' }
    for (const part of say('image.lead.attachment', words).split('|'))
      await expect(main).toContainText(part.trim())
    await expect(main).not.toContainText('docker pull')
    await main.getByRole('link', { name: `${path.split('/').at(-1)}:1.0` }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('1.0')
  }
})

test('artifacts are called by what they are, with the media type of their config', async ({
  page,
  repository: { path, pusher },
  say,
}) => {
  const main = page.getByRole('main')
  for (const [tag, type, kind] of [
    ['model', 'application/vnd.kitops.modelkit.config.v1+json', 'model'],
    ['wasm', 'application/vnd.wasm.config.v0+json', 'wasm'],
    ['flux', 'application/vnd.cncf.flux.config.v1+json', 'flux'],
    ['cache', 'application/vnd.buildkit.cacheconfig.v0', 'build-cache'],
  ] as const) {
    const { digest } = await pusher.pushManifest(tag, {
      config: { mediaType: type },
      layers: [{ mediaType: 'application/octet-stream', text: tag }],
    })
    for (const address of [`${path}?tag=${tag}`, `${path}?digest=${digest}`]) {
      await page.goto(address)
      const words = say('image.lead.artifact', { kind: say(`ui.kinds.${kind}`) })
      await expect(main.getByText(words)).toBeVisible()
      await expect(main.getByText(type).first()).toBeVisible()
      await expect(main).not.toContainText('docker pull')
    }
  }
})

test.describe('in a repository of the longest name', () => {
  // With what makes it unique, 203 to 205 characters: each link has it.
  test.use({ namePrefix: 'n'.repeat(190) })

  test('no config makes the page wide or heavy, and all of it can be read in parts', async ({
    page,
    repository: { path, pusher },
  }) => {
    // Megabytes are pushed and many pages are read.
    test.slow()
    const many = (count: number, make: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => make(at))
    const labels = Object.fromEntries([
      ['big', 'B'.repeat(1_000_000)],
      ['bidi', '\u202eevil'],
      ['n'.repeat(700), 'w'.repeat(3_000)],
      ...many(2_000, (at) => `label.${at}`).map((name) => [name, 'v'.repeat(100)]),
    ])
    const history = many(10_000, (at) => `RUN echo step-${at} ${'y'.repeat(20)}`)
    const digest = await pushConfig(pusher, '1.0', {
      os: 'o'.repeat(900),
      architecture: 'a'.repeat(900),
      'os.version': '9'.repeat(900),
      author: 'z'.repeat(900),
      config: {
        User: 'u'.repeat(900),
        Env: many(4_000, (at) => `VARIABLE_${at}=${'x'.repeat(100)}`),
        Labels: labels,
        Entrypoint: many(1_000, () => 'word'.repeat(40)),
        ExposedPorts: Object.fromEntries(
          many(1_000, (at) => `${'9'.repeat(60)}${at}/tcp`).map((name) => [name, {}]),
        ),
        WorkingDir: '/w'.repeat(400),
      },
      history: history.map((created_by, at) => ({ created_by, empty_layer: at > 0 })),
    })
    await pushConfig(pusher, 'plain', { os: 'o'.repeat(900), architecture: 'a'.repeat(900) })
    await pusher.pushIndex(
      'platforms',
      many(2_000, (at) => `arch${at}`).map((architecture) => ({
        ...digest,
        platform: { os: 'linux', architecture },
      })),
    )
    await page.setViewportSize({ width: 375, height: 800 })
    for (const query of [
      'tag=1.0',
      'tag=platforms',
      'tag=platforms&part=platforms.50',
      'tag=1.0&part=layers.286',
      'tag=1.0&part=labels',
      'tag=1.0&part=label.2.2',
      'tag=1.0&part=environment.2',
      'tag=1.0&part=ports',
      'tag=1.0&part=entrypoint',
      'compare=1.0&with=plain',
    ]) {
      const response = await page.goto(`${path}?${query}`)
      expect.soft(response?.status(), query).toBe(200)
      expect.soft((await response?.body())?.length, query).toBeLessThan(200_000)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect.soft(width, query).toBeLessThanOrEqual(375)
    }
    await page.goto(`${path}?tag=1.0&part=layers.286`)
    await expect(page.getByText('step-9999')).toBeVisible()
    const missing = await page.goto(`${path}?tag=1.0&part=layers.287`)
    expect(missing?.status()).toBe(404)
  })
})

test('a date stays true on a page without a script', async ({
  browser,
  language,
  locale,
  server,
  repository: { path, pusher },
}) => {
  await pushConfig(pusher, '1.0', { os: 'linux', created: '2099-05-01T00:00:00Z', id: randomUUID() })
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: server.galleryUrl,
    ...(locale === undefined ? {} : { locale }),
  })
  const page = await context.newPage()
  await page.goto(`${path}?tag=1.0`)
  await expect(page.getByRole('main')).toContainText(
    language === 'ja'
      ? /2099年5月1日にビルドされ、\d{4}年\d+月\d+日にプッシュされました。/
      : /Built on 1 May 2099, pushed on \d+ [A-Z][a-z]{2} \d{4}\./,
  )
  await page.goto(`${path}?tab=tags`)
  await expect(page.getByRole('main').locator('time').first()).toContainText(
    language === 'ja' ? /^\d{4}\/\d\d\/\d\d/ : /^\d+ [A-Z][a-z]{2} \d{4}/,
  )
  await context.close()
})

test('every kind of page keeps the accessibility rules', async ({ page, repository: { path, pusher } }) => {
  test.slow()
  const { signature } = await pushVouched(pusher)
  for (const query of [
    'tag=1.0',
    'tag=1.0&platform=linux/amd64&part=attached',
    `digest=${signature.digest}`,
  ]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(`${path}?${query}`)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html }) => html) }))).toEqual([])
    }
  }
})
