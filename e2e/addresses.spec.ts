/** Guards that an address without a page says so with the right status and readable words, and that references lead to images. */
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'

const digest = `sha256:${'0'.repeat(64)}`

test('what no name can be is a 404 in words, decoded, and its search is encoded once', async ({
  request,
}) => {
  for (const { path, words } of [
    { path: '/tidewater/nope%0a', words: 'Nothing is published at /tidewater/nope' },
    { path: '/tidewater/a%0d?tab=tags', words: 'Nothing is published at /tidewater/a' },
    { path: '/tidewater/a%e2%80%a8', words: 'Nothing is published at /tidewater/a' },
    { path: '/tidewater/caf%C3%A9', words: 'No repository tidewater/café here' },
    { path: '/tidewater/a%20b', words: 'No repository tidewater/a b here' },
    { path: '/tidewater/100%25', words: 'No repository tidewater/100% here' },
    { path: '/tidewater/%E2%80%AEabc', words: 'No repository tidewater/\ufffdabc here' },
    { path: '/caf%C3%A9', words: 'No publisher café here' },
    { path: '/tidewater/Nope', words: 'No repository tidewater/Nope here' },
  ]) {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(404)
    const html = await answer.text()
    expect(readText(html, 'h1'), path).toBe(words)
    const search = /href="(\/search\?searchTerm=[^"]*)"/.exec(html)?.[1] ?? ''
    expect(search, path).not.toContain('%25C3')
    expect(search, path).not.toContain('%2520')
    expect((await request.head(path)).status(), path).toBe(404)
  }
})

test('a publisher may be named as the gallery names a tab: its addresses are looked up as everyone’s', async ({
  request,
}) => {
  for (const { path, words } of [
    { path: '/tab', words: 'No publisher tab here' },
    { path: '/tab/web', words: 'No repository tab/web here' },
    { path: '/tab/web?tab=tags', words: 'No repository tab/web here' },
    { path: '/tab/usage/tidewater/cache', words: 'No repository tab/usage/tidewater/cache here' },
    { path: '/tags/web?tab=usage', words: 'No repository tags/web here' },
  ]) {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(404)
    expect(readText(await answer.text(), 'h1'), path).toBe(words)
  }
})

test('the title of a 404 says what its heading says, never the name of what is not there', async ({
  request,
}) => {
  const missing = [
    '/nope',
    '/tidewater/nope',
    '/tidewater/nope?tab=usage',
    '/tidewater/nope?tab=tags',
    '/tidewater/nope?tab=tags&sort=newest',
    '/tidewater/nope?tag=1.0',
    '/tidewater/postgres-tools?tag=nope',
    '/tidewater/postgres-tools?tag=-',
    `/tidewater/postgres-tools?digest=${digest}`,
    '/tidewater/postgres-tools?tag=17&platform=plan9/mips',
    '/tidewater/postgres-tools?tag=17&part=labels.9999',
    '/tab/nope/tidewater/postgres-tools',
  ]
  for (const path of missing) {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(404)
    const html = await answer.text()
    const title = readText(html, 'title').replace(/ · Public Gallery$/, '')
    expect(title.length, path).toBeGreaterThan(10)
    expect(readText(html, 'h1').slice(0, title.length), path).toBe(title)
    expect(html, path).toMatch(/<meta name="robots" content="noindex/)
    expect(html, path).not.toContain('rel="canonical"')
  }
})

test('a reference as an address leads to the page of its image or repository', async ({ request }) => {
  for (const [path, location] of [
    ['/tidewater/postgres-tools:17', '/tidewater/postgres-tools?tag=17'],
    [
      '/tidewater/postgres-tools%3A17?platform=linux/arm64',
      '/tidewater/postgres-tools?tag=17&platform=linux/arm64',
    ],
    [`/tidewater/postgres-tools@${digest}`, `/tidewater/postgres-tools?digest=${digest}`],
    ['/public.ecr.aws/tidewater/postgres-tools:17', '/tidewater/postgres-tools?tag=17'],
    ['/localhost:5050/tidewater/postgres-tools', '/tidewater/postgres-tools'],
    ['/Tidewater/Postgres-Tools', '/tidewater/postgres-tools'],
    ['/Tidewater', '/tidewater'],
  ] as const) {
    expect(await readLocation(request, path), path).toBe(location)
  }
  // Another host's image need not be the one that is here; the page offers it.
  const elsewhere = await request.get('/quay.example/tidewater/postgres-tools')
  expect(elsewhere.status()).toBe(404)
  expect(await elsewhere.text()).toContain('href="/tidewater/postgres-tools"')
})

test('damaged requests and other methods get a short page, whatever they carry', async ({ request }) => {
  for (const path of ['/%E0%A4%A', '/tidewater/%', '/%ff', '/api/tags/%zz/a']) {
    expect((await request.get(path)).status(), path).toBe(400)
  }
  for (const path of ['/', '/nosuchalias', '/tidewater/postgres-tools', '/search', '/api/search']) {
    for (const data of [{ form: { a: 'b' } }, { multipart: { a: 'b' } }, { data: '[]' }]) {
      expect((await request.post(path, data)).status(), path).toBe(405)
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await request.fetch(path, { method })
      expect(answer.status(), `${method} ${path}`).toBe(405)
      expect(answer.headers().allow).toBe('GET, HEAD')
    }
  }
})

async function readLocation(request: APIRequestContext, path: string): Promise<string | undefined> {
  const answer = await request.get(path, { maxRedirects: 0 })
  expect([307, 308], path).toContain(answer.status())
  // Next gives it twice on a page that it keeps.
  return answer.headers().location?.split(', ')[0]
}

/** What a page's first element of this name says. */
function readText(html: string, element: 'h1' | 'title'): string {
  const content = new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 's').exec(html)?.[1] ?? ''
  return content.replaceAll(/<[^>]*>/g, '').trim()
}
