/** Guards that a change makes the pages of its own repository again, each of them, and leaves those of all others where they are. */

import { CreateRepositoryCommand, PutRepositoryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import type { APIRequestContext } from '@playwright/test'
import { LANGUAGES } from '#lib/language/languages.ts'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import { pushTestImage } from '#testing/push-test-image.ts'

// How soon a change is seen, publish.spec.ts guards.
const patience = { timeout: 10_000, intervals: [50] }

/** Of the demo catalogue, which no test changes. */
const other = '/tidewater/postgres-tools'
const otherPages = [other, `${other}?tab=usage`, `${other}?tab=tags`, `${other}?tag=17`, '/tidewater']

test('a change of one repository, and a tag of it that moves, leave every page of another one kept', async ({
  admin,
  request,
  server,
}) => {
  const repositoryName = toUniqueName('renewed')
  const created = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  const name = created.repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const push = (platform: string) =>
    pushTestImage({ endpoint: server.registryUrl, publisher: admin }, name, '1.0', [platform])
  const own = [`/${name}`, `/${name}?tab=usage`, `/${name}?tab=tags`, `/${name}?tag=1.0`]
  const shows = (text: string) => expect.poll(() => listWithout(request, own, text), patience).toEqual([])

  await push('linux/amd64')
  await shows('amd64')

  await expectKept(request, otherPages)
  await admin.send(
    new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description: 'Other words.' } }),
  )
  await expect.poll(() => readPage(request, `/${name}`), patience).toContain('Other words.')
  await expect.poll(() => readPage(request, `/${name}?tab=usage`), patience).toContain('Other words.')
  expect(await listDropped(request, otherPages)).toEqual([])

  await expectKept(request, otherPages)
  await push('linux/arm64')
  await shows('arm64')
  expect(await listDropped(request, otherPages)).toEqual([])
})

test('a change, and a tag that is pushed, are in the copies of all languages within two seconds', async ({
  admin,
  request,
  server,
}) => {
  const repositoryName = toUniqueName('spoken')
  const catalogData = { description: 'First words.' }
  const created = await admin.send(new CreateRepositoryCommand({ repositoryName, catalogData }))
  const name = created.repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const own = [`/${name}`, `/${name}?tab=usage`, `/${name}?tab=tags`]
  const listOld = async (text: string) => {
    const copies = LANGUAGES.flatMap((language) => own.map((path) => ({ language, path })))
    const read = copies.map(async ({ language, path }) => {
      const answer = await request.get(path, { headers: { 'accept-language': language } })
      const html = await answer.text()
      return html.includes(`<html lang="${language}"`) && html.includes(text) ? [] : [`${language} ${path}`]
    })
    return (await Promise.all(read)).flat()
  }
  await expect.poll(() => listOld('First words.'), patience).toEqual([])

  const promised = { timeout: 2_000, intervals: [50] }
  await admin.send(
    new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description: 'Second words.' } }),
  )
  await expect.poll(() => listOld('Second words.'), promised).toEqual([])
  await pushTestImage({ endpoint: server.registryUrl, publisher: admin }, name, '7.31-lately', [
    'linux/amd64',
  ])
  await expect.poll(() => listOld('7.31-lately'), promised).toEqual([])
})

async function readPage(request: APIRequestContext, path: string): Promise<string> {
  return (await request.get(path)).text()
}

/** Those pages that do not have the text. */
async function listWithout(
  request: APIRequestContext,
  paths: readonly string[],
  text: string,
): Promise<string[]> {
  const pages = await Promise.all(paths.map(async (path) => ({ path, html: await readPage(request, path) })))
  return pages.filter(({ html }) => !html.includes(text)).map(({ path }) => path)
}

/** Those pages that Next had to make before it could answer; one that is only past its time (`STALE`) was still there. */
async function listDropped(request: APIRequestContext, paths: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, answer: await request.get(path) })))
  return answers
    .filter(({ answer }) => !['HIT', 'STALE'].includes(answer.headers()['x-nextjs-cache'] ?? ''))
    .map(({ path }) => path)
}

/** Visits the pages until all of them are kept. */
function expectKept(request: APIRequestContext, paths: readonly string[]): Promise<void> {
  return expect.poll(() => listDropped(request, paths), patience).toEqual([])
}
