/**
 * The main job: what a publisher says with the AWS CLI or an SDK stands on the gallery's page within two seconds,
 * and is found.
 */
import { writeFileSync } from 'node:fs'
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import sharp from 'sharp'
import { awsClis, runAwsCli } from '#testing/aws-cli.ts'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'

const freshnessMs = 2_000
const texts = {
  description: 'This is a test repo for an Amazon ECR tutorial.',
  architectures: ['x86'],
  operatingSystems: ['Linux'],
  aboutText: '## About it\n\nThis repository is used as a **tutorial** only.',
  usageText: 'This repository is not for public use.\n\n```sh\necho hello\n```',
}

test.describe('with the AWS CLI', () => {
  test.skip(awsClis.length === 0, 'there is no AWS CLI on this machine')

  test('create-repository with catalogue data out of a file', async ({
    page,
    request,
    server,
    say,
  }, testInfo) => {
    const name = toUniqueName('ecr-tutorial')
    const logo = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#0b6158' } })
      .png()
      .toBuffer()
    writeFileSync(
      testInfo.outputPath('repositorycatalogdata.json'),
      JSON.stringify({ ...texts, logoImageBlob: logo.toString('base64') }),
    )
    const output = await runAwsCli(
      { endpoint: server.registryUrl, dataDir: server.dataDir, cwd: testInfo.outputPath() },
      ...['create-repository', '--repository-name', name],
      ...['--catalog-data', 'file://repositorycatalogdata.json'],
    )
    const alias = JSON.parse(output).repository.repositoryUri.split('/')[1]
    const path = `/${alias}/${name}`
    await expect
      .poll(async () => (await request.get(path)).status(), { timeout: freshnessMs, intervals: [50] })
      .toBe(200)

    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${alias}/${name}`)
    const placard = page.getByRole('main').locator('header')
    await expect(placard.getByText(texts.description)).toBeVisible()
    await expect(page.getByRole('main').getByText('Linux').filter({ visible: true }).first()).toBeVisible()
    await expect(
      page.getByRole('main').getByText('x86', { exact: true }).filter({ visible: true }).first(),
    ).toBeVisible()
    await expect(placard.locator('img').first()).toHaveJSProperty('complete', true)
    expect(
      await placard
        .locator('img')
        .first()
        .evaluate((image) => Reflect.get(image, 'naturalWidth')),
    ).toBeGreaterThan(0)
    await expect(
      page.getByText(say('repositoryTools.nothingPushed', { uri: () => `localhost:5251/${alias}/${name}` })),
    ).toBeVisible()
    await expect(page.getByRole('heading', { name: 'About it' })).toBeVisible()
    await page.getByRole('link', { name: say('repositoryTools.tabs.usage'), exact: true }).click()
    await expect(page.getByText('This repository is not for public use.')).toBeVisible()

    const link = page.getByRole('link', { name: `${alias}/${name}` })
    for (const words of [name, `x86 ${name}`, `Linux ${name}`]) {
      await page.goto('/')
      const box = page.getByRole('main').getByRole('combobox', { name: say('searchBox.label') })
      await box.fill(words)
      await box.press('Enter')
      await expect(page).toHaveURL(/\/search\?/)
      await expect(link, `found by “${words}”`).toBeVisible()
    }
    for (const words of ['x86', 'Linux']) {
      await page.goto(`/search?searchTerm=${words}&popularRegistries=${alias}`)
      await expect(link, `found by “${words}”`).toBeVisible()
    }
    await page.goto(`/search?searchTerm=${name}&architectures=x86&operatingSystems=Linux`)
    await expect(link).toBeVisible()
  })
})

test('a change and a deletion reach the page within two seconds', async ({ page, admin, request }) => {
  const repositoryName = toUniqueName('changing')
  const created = await admin.send(
    new CreateRepositoryCommand({ repositoryName, catalogData: { description: 'First words.' } }),
  )
  const path = `/${created.repository?.repositoryUri?.split('/').slice(1).join('/')}`
  const readPage = async (address: string) => (await request.get(address)).text()
  const within = { timeout: freshnessMs, intervals: [50] }
  await expect.poll(() => readPage(path), within).toContain('First words.')
  await readPage(`${path}?tab=usage`)

  await admin.send(
    new PutRepositoryCatalogDataCommand({
      repositoryName,
      catalogData: { description: 'Second words.', usageText: 'Used so.', architectures: ['ARM 64'] },
    }),
  )
  const changedAt = performance.now()
  await expect.poll(() => readPage(path), within).toContain('Second words.')
  await expect.poll(() => readPage(`${path}?tab=usage`), within).toContain('Used so.')
  await expect.poll(() => readPage(`/search?searchTerm=${repositoryName}`), within).toContain('Second words.')
  expect(performance.now() - changedAt).toBeLessThan(freshnessMs)
  await page.goto(path)
  await expect(page.getByRole('main').getByText('ARM 64').filter({ visible: true }).first()).toBeVisible()
  // One that stays open would ask for the pulls of what is gone.
  await page.goto('about:blank')

  await admin.send(new DeleteRepositoryCommand({ repositoryName }))
  await expect.poll(async () => (await request.get(path)).status(), within).toBe(404)
  await expect.poll(() => readPage(`/search?searchTerm=${repositoryName}`), within).not.toContain(`${path}"`)
})

test('an address that was visited too early shows the repository once it exists', async ({
  admin,
  request,
}) => {
  const first = await admin.send(new CreateRepositoryCommand({ repositoryName: toUniqueName('early-first') }))
  const alias = first.repository?.repositoryUri?.split('/')[1]
  const repositoryName = toUniqueName('early')
  expect((await request.get(`/${alias}/${repositoryName}`)).status()).toBe(404)
  await admin.send(new CreateRepositoryCommand({ repositoryName }))
  await expect
    .poll(async () => (await request.get(`/${alias}/${repositoryName}`)).status(), {
      timeout: freshnessMs,
      intervals: [50],
    })
    .toBe(200)
})
