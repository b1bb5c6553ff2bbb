/** Images of other hosts in a publisher's text: visitors' browsers never call those hosts. */
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'

const badge = 'https://badges.invalid/build.svg?branch=main&style=flat'

test('come from the gallery itself, at an address that only the page of the text can make', async ({
  admin,
  page,
  request,
}) => {
  const repositoryName = toUniqueName('pictures')
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  const path = new URL(`http://${repository?.repositoryUri}`).pathname
  const aboutText = `# Pictures\n\n![Build](${badge}) <picture><source media="(prefers-color-scheme: dark)" srcset="https://badges.invalid/dark.png"><img src="http://badges.invalid/light.png" alt="Diagram"></picture>`
  await admin.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { aboutText } }))
  const hosts = new Set<string>()
  page.on('request', (sent) => hosts.add(new URL(sent.url()).hostname))
  try {
    await expect(async () => {
      await page.goto(path)
      await expect(page.getByRole('img', { name: 'Build' })).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await page.waitForLoadState('networkidle')
    expect([...hosts]).toEqual([new URL(page.url()).hostname])

    const src = await page.getByRole('img', { name: 'Build' }).getAttribute('src')
    const address = new URL(src ?? '', page.url())
    expect(address.pathname).toBe('/api/image')
    expect(address.searchParams.get('url')).toBe(badge)
    const forged = new URL(address)
    forged.searchParams.set('url', 'https://badges.invalid/another.svg')
    const refused = await request.get(forged.href)
    expect(refused.status()).toBe(404)
    expect(refused.headers()['cache-control']).toBe('no-store')
  } finally {
    await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
  }
})
