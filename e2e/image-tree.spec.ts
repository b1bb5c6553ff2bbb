/** The files of an image are browsed, found, read and compared without a script, on a phone, whatever strangers put into its layers. */
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRPUBLICClient,
} from '@aws-sdk/client-ecr-public'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { createPusher } from '#testing/create-pusher.ts'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'
import type { TestServer } from '#testing/servers.ts'
import { archive, type RawEntry } from '#testing/tar-archive.ts'

const base: RawEntry[] = [
  { name: 'etc/os-release', body: 'PRETTY_NAME="Demo 1"\n' },
  { name: 'etc/old.conf', body: 'a = 1\n' },
  { name: 'bin', type: '2', link: 'usr/bin' },
  { name: 'dev/null', type: '3' },
  { name: 'usr/bin/tool', body: '\0'.repeat(90_000) },
  { name: 'usr/share/<script>alert(1)', body: '<script>alert(2)</script>' },
]
const top: RawEntry[] = [
  { name: 'etc/.wh.old.conf' },
  { name: 'etc/app.toml', body: '# settings\nlisten = "0.0.0.0:80"\n' },
  { name: 'etc/os-release', body: 'PRETTY_NAME="Demo 2"\n' },
  { name: 'etc/secret', type: '2', link: '../../../../run/secret' },
]

/** Shows an image of two layers, and one of the first of them, to what a test does. */
async function withImages(
  { admin, server, page, say }: { admin: ECRPUBLICClient; server: TestServer; page: Page; say: Say },
  look: (path: string) => Promise<void>,
): Promise<void> {
  test.slow()
  const repositoryName = toUniqueName('tree')
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  const name = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  try {
    const pusher = await createPusher(admin, { registryUrl: server.registryUrl, name })
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      text: '{"os":"linux","architecture":"amd64"}',
    }
    const toLayer = (entries: RawEntry[]) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      text: archive(...entries).toString('latin1'),
    })
    await pusher.pushManifest('1.0', { config, layers: [toLayer(base)] })
    await pusher.pushManifest('1.1', { config, layers: [toLayer(base), toLayer(top)] })
    await expect.poll(async () => (await page.request.get(`/${name}`)).status()).toBe(200)
    const read = say('contents.inside.title')
    for (const tag of ['1.0', '1.1']) {
      await expect(async () => {
        await page.goto(`/${name}?tag=${tag}`)
        const inside = page.getByRole('region', { name: read })
        await expect(inside.getByRole('link').first()).toBeVisible({ timeout: 500 })
      }).toPass({ timeout: 25_000 })
    }
    await look(`/${name}`)
  } finally {
    await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
  }
}

/** Layers and files are read beside the pages. */
async function waitFor(page: Page, path: string, text: string): Promise<void> {
  await expect(async () => {
    await page.goto(path)
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 25_000 })
}

const rows = (page: Page) => page.locator('.file-rows > li')

test.describe('without a script, at 360 px', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })

  test('folders, files and layers are looked through', async ({ admin, server, page, say, language }) => {
    await withImages({ admin, server, page, say }, async (path) => {
      const files = page.getByRole('region', { name: say('contents.inside.title') })
      await expect(files.getByRole('table', { name: say('contents.places.caption') })).toBeVisible()
      await expect(files.getByRole('link', { name: '/usr/bin/' })).toBeVisible()
      await files.getByRole('link', { name: say('contents.inside.look', { count: 4 }) }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        say('contents.counted.tree', { count: 4 }),
      )
      await expect(rows(page)).toHaveText([/^dev\//, /^etc\//, /^usr\//, /^bin → usr\/bin.*(?:link|リンク)$/])
      await page.getByRole('link', { name: 'etc/', exact: true }).click()
      await expect(rows(page)).toHaveText([/^app\.toml/, /^os-release/, /^secret → .*run\/secret/])
      await waitFor(page, `${path}?tag=1.1&part=tree&path=etc/app.toml`, 'listen')
      await expect(page.locator('.file-text .code-comment')).toHaveText('# settings')
      await expect(page.getByText('-rw-r--r-- (0644)')).toBeVisible()
      await page
        .getByRole('navigation', { name: say('contents.tree.folders') })
        .getByRole('link', { name: 'etc' })
        .click()
      await page.getByRole('link', { name: 'secret' }).click()
      await expect(
        page.getByText(language === 'ja' ? 'ここではリンクをたどりません' : 'which is not followed here'),
      ).toBeVisible()
      await expect(
        page.getByRole('link', { name: say('contents.file.show', { path: '/run/secret' }) }),
      ).toBeVisible()
      await page
        .getByRole('navigation', { name: say('contents.tree.layers') })
        .getByRole('link', { name: say('contents.tree.layerOfChoice', { layer: 2 }) })
        .click()
      const changes = [
        say('contents.tree.adds', { count: 2 }),
        say('contents.tree.replaces', { count: 1 }),
        say('contents.tree.removes', { count: 1 }),
      ].join(language === 'ja' ? '、' : ', ')
      const says = say('contents.tree.layerDoes', { layer: 2, changes })
      await expect(async () => {
        await page.reload()
        await expect(page.getByText(says)).toBeVisible({
          timeout: 500,
        })
      }).toPass({ timeout: 20_000 })
      await expect(rows(page).filter({ hasText: 'etc/old.conf' })).toContainText(say('contents.file.removed'))
      await expect(rows(page).filter({ hasText: 'etc/os-release' })).toContainText(
        say('contents.file.changed'),
      )
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    })
  })

  test('a path is found, and ordered by size', async ({ admin, server, page, say, language }) => {
    await withImages({ admin, server, page, say }, async (path) => {
      await page.goto(`${path}?tag=1.1&part=tree`)
      await page.getByRole('searchbox', { name: say('contents.tree.findPath') }).fill('SCRIPT')
      await page.getByRole('button', { name: say('contents.tree.find') }).click()
      await expect(page.getByText(say('contents.tree.found', { count: 1 }))).toBeVisible()
      await expect(rows(page)).toContainText('usr/share/<script>alert(1)')
      await page.goto(`${path}?tag=1.1&part=tree&filter=o`)
      await page
        .getByRole('navigation', { name: say('contents.tree.order') })
        .getByText(say('contents.file.size'))
        .click()
      await expect(page).toHaveURL(/filter=o&sort=size$/)
      await expect(rows(page).first()).toContainText('usr/bin/tool')
      await waitFor(page, `${path}?tag=1.1&part=tree&path=usr/bin/tool`, say('contents.file.noText'))
      const script = encodeURIComponent('usr/share/<script>alert(1)')
      await waitFor(page, `${path}?tag=1.1&part=tree&path=${script}`, '<script>alert(2)</script>')
      await page.goto(`${path}?tag=1.1&part=tree&path=usr/no/such`)
      await expect(
        page.getByText(language === 'ja' ? 'には何もありません' : 'There is nothing at'),
      ).toBeVisible()
      await page.getByRole('link', { name: say('contents.file.show', { path: '/usr' }) }).click()
      await expect(rows(page)).toHaveCount(2)
      await page.goto(`${path}?tag=1.1&part=tree&path=../../etc`)
      await expect(rows(page)).toHaveCount(3)
      expect((await page.request.get(`${path}?tag=1.1&part=tree.2`)).status()).toBe(404)
    })
  })
})

test('a comparison lists the files that differ, on its page and as text', async ({
  admin,
  server,
  page,
  say,
  language,
}) => {
  await withImages({ admin, server, page, say }, async (path) => {
    await waitFor(page, `${path}?compare=1.0&with=1.1`, '/etc/app.toml')
    const files = page.getByRole('region', { name: say('contents.inside.title') })
    const counts = [
      say('compare.files.counts.added', { count: 2 }),
      say('compare.files.counts.removed', { count: 1 }),
      say('compare.files.counts.changed', { count: 1 }),
    ]
    await expect(files.getByText(counts.join(language === 'ja' ? '、' : ', '))).toBeVisible()
    await expect(
      files.getByRole('row', {
        name: language === 'ja' ? /変更.*os-release 内容/ : /Changed.*os-release content/,
      }),
    ).toBeVisible()
    const text = await (await page.request.get(`/api/compare${path}?from=1.0&to=1.1&format=text`)).text()
    expect(text).toContain('@@ files: 2 added, 1 removed, 1 changed, 4 the same @@')
    expect(text).toContain('\n+/etc/app.toml 33 bytes 0644 1:2\n')
    expect(text).toContain('\n-/etc/old.conf 6 bytes 0644 1:2\n')
    expect(text).toContain('\n+/etc/os-release 21 bytes 0644 1:2 (content)\n')
    const json = await (await page.request.get(`/api/compare${path}?from=1.0&to=1.1`)).json()
    expect(json.files.counts).toEqual({ added: 2, removed: 1, changed: 1 })
  })
})

test('a file is saved as it is in its layer, whatever it is, and a comparison leads to both', async ({
  admin,
  server,
  page,
  say,
  language,
}) => {
  await withImages({ admin, server, page, say }, async (path) => {
    await waitFor(page, `${path}?compare=1.0&with=1.1`, '/etc/app.toml')
    const row = page
      .getByRole('row', { name: language === 'ja' ? /変更.*os-release/ : /Changed.*os-release/ })
      .getByRole('link')
    await expect(row).toHaveText(['21 B', '21 B'])
    await row.first().click()
    await expect(page).toHaveURL(/digest=sha256:.*layer=1/)
    await page.goBack()
    await row.last().click()
    await expect(page).toHaveURL(/digest=sha256:.*layer=2/)
    await expect(async () => {
      await page.reload()
      await expect(page.getByText('Demo 2')).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 20_000 })
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: say('contents.file.download', { size: '21 B' }) }).click()
    expect((await saving).suggestedFilename()).toBe('os-release')
    const href =
      (await page
        .getByRole('link', { name: language === 'ja' ? /^ダウンロード/ : /^Download/ })
        .getAttribute('href')) ?? ''
    const ask = (change: (address: string) => string = (address) => address) => page.request.get(change(href))
    const given = await ask()
    expect(await given.text()).toBe('PRETTY_NAME="Demo 2"\n')
    expect(given.headers()).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '21',
      'content-disposition': 'attachment; filename="os-release"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    // A person who is given no file reads why.
    await page.goto(href.replace('os-release', 'gone'))
    await expect(page.getByRole('heading')).toHaveText(say('refusal.instead.noDownload.title'))
    const head = await page.request.head(href)
    expect([head.status(), head.headers()['content-length']]).toEqual([200, '21'])
    const first = await ask((address) => address.replace('layer=2', 'layer=1'))
    expect(await first.text()).toBe('PRETTY_NAME="Demo 1"\n')
    const large = await ask((address) =>
      address.replace('layer=2', 'layer=1').replace('etc/os-release', 'usr/bin/tool'),
    )
    expect((await large.body()).equals(Buffer.alloc(90_000))).toBe(true)
    const refusals = ['etc/secret', 'etc', '../etc/os-release', '/etc/os-release', ''].map((other) =>
      ask((address) => address.replace('etc/os-release', other)),
    )
    const nowhere = [
      ask((address) => address.replace('layer=2', 'layer=3')),
      ask((address) => address.replace('layer=2', 'layer=0')),
      ask((address) => address.replace('sha256:', 'sha256:0')),
      ask((address) => address.replace(/sha256:\w+/, `sha256:${'0'.repeat(64)}`)),
    ]
    for (const answer of await Promise.all([...refusals, ...nowhere])) expect(answer.status()).toBe(404)
  })
})

const demo = '/tidewater/postgres-tools?tag=17.5&part=tree'
const shown: [part: string, english: string, japanese: string][] = [
  ['', 'etc/', 'etc/'],
  ['&layer=1', 'adds', 'を追加'],
  ['&path=etc/os-release', 'VERSION_ID', 'VERSION_ID'],
]
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [part, english, japanese] of shown) {
    test(`a page of files has no fault that axe knows (${part || 'root'}, ${colorScheme})`, async ({
      page,
      language,
    }) => {
      test.slow()
      await page.emulateMedia({ colorScheme })
      await waitFor(page, `${demo}${part}`, language === 'ja' ? japanese : english)
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    })
  }
}
