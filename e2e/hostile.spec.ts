/**
 * What strangers publish runs nothing and reaches nothing: every hostile text becomes the description, About and
 * Usage text of a real repository, whose pages are then opened in a real browser.
 */
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRPUBLICClient,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import type { Page } from '@playwright/test'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import { type HostileInput, hostileInputs, payload } from '#testing/hostile-inputs.ts'
import { createHostileLogos } from '#testing/hostile-logos.ts'

const maxDescriptionLength = 1024
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Watched {
  /** Dialogues that opened and requests that left the gallery, other than for images over https. */
  events: string[]
}

/** Puts the text into a new repository; the caller deletes it. Answers the path of its page. */
async function publish(
  admin: ECRPUBLICClient,
  { text }: HostileInput,
  repositoryName: string,
): Promise<string> {
  // The API refuses what is not well-formed Unicode.
  const written = text.toWellFormed()
  const { repository } = await admin.send(
    new CreateRepositoryCommand({
      repositoryName,
      catalogData: {
        description: written.slice(0, maxDescriptionLength).toWellFormed(),
        aboutText: written,
        usageText: written,
      },
    }),
  )
  const uri = repository?.repositoryUri ?? ''
  return uri.slice(uri.indexOf('/'))
}

async function watch(page: Page, galleryUrl: string): Promise<Watched> {
  const events: string[] = []
  const origin = new URL(galleryUrl).origin
  await page.route(/^https:/, (route) => route.fulfill({ contentType: 'image/png', body: onePixel }))
  page.on('dialog', (dialog) => {
    events.push(`dialogue: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isImage = url.protocol === 'https:' && request.resourceType() === 'image'
    const isInline = url.protocol === 'data:'
    if (url.origin !== origin && !isImage && !isInline) events.push(`request: ${request.url().slice(0, 200)}`)
  })
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(origin) && frame.url() !== 'about:blank')
      events.push(`went to ${frame.url()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const violations = Reflect.get(window, 'violations') ?? []
      Reflect.set(window, 'violations', [...violations, `${event.violatedDirective} ${event.blockedURI}`])
    })
  })
  return { events }
}

/** Waits until the gallery knows the repository, without showing the page to the browser. */
async function waitUntilListed(page: Page, path: string): Promise<void> {
  await expect.poll(async () => (await page.request.get(path)).status(), { timeout: 10_000 }).toBe(200)
}

async function expectHarmless(page: Page, watched: Watched): Promise<void> {
  const found = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('main *')]
    return {
      ran: Reflect.get(window, 'ran') ?? null,
      violations: Reflect.get(window, 'violations') ?? [],
      attributes: elements.flatMap((element) =>
        element
          .getAttributeNames()
          .filter((name) => /^on|^style$|^srcdoc$|^srcset$|^formaction$|^xlink/i.test(name))
          .map((name) => `<${element.localName} ${name}>`),
      ),
      addresses: [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')]
        .map((link) => link.protocol)
        .filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
      elements: [
        ...document.querySelectorAll(
          '.markdown :is(script,style,iframe,object,embed,form,input,svg:not(button svg),math,base,meta,link,video,audio)',
        ),
      ].map((element) => element.localName),
      content: document.getElementById('content')?.localName,
      bases: document.querySelectorAll('base, meta[http-equiv]').length,
    }
  })
  expect(found).toEqual({
    ran: null,
    violations: [],
    attributes: [],
    addresses: [],
    elements: [],
    content: 'main',
    bases: 0,
  })
  expect(watched.events).toEqual([])
}

for (const input of hostileInputs) {
  test(`a text does no harm: ${input.name}`, async ({ page, admin, server }) => {
    const repositoryName = toUniqueName('hostile')
    const watched = await watch(page, server.galleryUrl)
    const path = await publish(admin, input, repositoryName)
    try {
      await waitUntilListed(page, path)
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(repositoryName)
      await expectHarmless(page, watched)

      // The second tab comes as data and is built by scripts, which is another way to the same document.
      await page.getByRole('link', { name: 'Usage', exact: true }).click()
      await expect(page.getByRole('link', { name: 'Usage', exact: true })).toHaveAttribute(
        'aria-current',
        'page',
      )
      await expectHarmless(page, watched)
      // What the page still asks for must find the repository.
      await page.goto('about:blank')
    } finally {
      await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
    }
  })
}

test('descriptions do no harm in search results and on the publisher’s page', async ({
  page,
  admin,
  server,
}) => {
  const prefix = toUniqueName('hostile-list')
  const watched = await watch(page, server.galleryUrl)
  const inputs = hostileInputs.filter(({ name }) => /^(scripts|handlers|mutations):/.test(name)).slice(0, 20)
  const names = inputs.map((_, at) => `${prefix}/n${at}`)
  try {
    const paths: string[] = []
    for (const [at, input] of inputs.entries()) paths.push(await publish(admin, input, names[at] ?? prefix))
    await waitUntilListed(page, paths.at(-1) ?? '/')
    await page.goto(`/search?searchTerm=${prefix}`)
    await expect(
      page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(prefix) })
        .first(),
    ).toBeVisible()
    await expectHarmless(page, watched)
    await page.goto(`/${paths[0]?.split('/')[1]}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectHarmless(page, watched)
  } finally {
    for (const repositoryName of names) {
      await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true })).catch(() => undefined)
    }
  }
})

test('hostile logos are refused, and the page keeps its mark', async ({ page, admin, server }) => {
  const repositoryName = toUniqueName('hostile-logo')
  const watched = await watch(page, server.galleryUrl)
  const path = await publish(
    admin,
    { name: 'harmless', text: 'A repository without a logo.' },
    repositoryName,
  )
  try {
    const logos = await createHostileLogos()
    expect(logos.length).toBeGreaterThanOrEqual(10)
    for (const { name, bytes } of logos) {
      await test.step(name, async () => {
        const upload = admin.send(
          new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { logoImageBlob: bytes } }),
        )
        await expect(upload, name).rejects.toMatchObject({ name: 'InvalidParameterException' })
      })
    }
    await waitUntilListed(page, path)
    await page.goto(path)
    await expect(page.getByRole('main').locator('img')).toHaveCount(0)
    await expectHarmless(page, watched)
  } finally {
    await admin.send(new DeleteRepositoryCommand({ repositoryName, force: true }))
  }
})

test('the payload does what it says where nothing stops it', async ({ page }) => {
  // Otherwise every test above could pass because the payload is broken.
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.setContent(`<img src=x onerror="${payload}">`)
  await expect.poll(() => dialogs).toEqual(['1'])
  expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBe(1)
})
