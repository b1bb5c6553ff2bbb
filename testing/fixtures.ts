/**
 * What the browser tests share: the publisher's SDK client, and the rule that no page may log an error or break
 * its Content-Security-Policy while a test looks at it.
 */
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { test as base, expect, type Page } from '@playwright/test'
import type { Language } from '#lib/language/languages.ts'
import { readProfile } from './read-profile.ts'
import { type Say, toSay } from './say.ts'
import { servers, type TestServer } from './servers.ts'

export { expect }

interface Languages {
  /** That the browser prefers. */
  language: Language
  /** The words of the page in that language. */
  say: Say
}

interface Fixtures {
  /** Fails the test when a page it opened logged an error or a CSP violation. */
  problems: string[]
  /** The owner of the first registry, as the `admin` profile signs. */
  admin: ECRPUBLICClient
  server: TestServer
}

/** For what starts programs of its own, and breaks them. */
export const languageTest = base.extend<Languages>({
  language: ['en', { option: true }],
  say: async ({ language }, use) => use(toSay(language)),
  locale: async ({ language, locale }, use) => use(language === 'ja' ? 'ja-JP' : locale),
})

export const test = languageTest.extend<Fixtures>({
  server: [servers.embedded, { option: true }],
  admin: async ({ server }, use) => {
    const client = toAdminClient(server)
    await use(client)
    client.destroy()
  },
  problems: [
    async ({ context }, use) => {
      const problems: string[] = []
      const finishing: (() => void)[] = []
      context.on('page', (page) => finishing.push(collectProblems(page, problems)))
      await use(problems)
      for (const finish of finishing) finish()
      expect(problems, 'errors and CSP violations that pages logged').toEqual([])
    },
    { auto: true },
  ],
})

/** A client with the credentials of the server's `admin` profile. */
function toAdminClient(server: TestServer): ECRPUBLICClient {
  return new ECRPUBLICClient({
    endpoint: server.registryUrl,
    region: 'us-east-1',
    credentials: readProfile(server.dataDir, 'admin'),
  })
}

/** A repository name that no other test uses. */
export function toUniqueName(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}${Math.floor(Math.random() * 46_656).toString(36)}`
}

/** @returns what decides at the end about messages that may belong to a document, as they may come before its answer is known */
function collectProblems(page: Page, problems: string[]): () => void {
  const refused = new Set<string>()
  const undecided: { url: string; text: string }[] = []
  page.on('response', (response) => {
    const isDocument = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
    if (isDocument && [400, 404].includes(response.status())) refused.add(response.url())
  })
  const add = (text: string) => problems.push(`${page.url()}: ${text}`)
  page.on('pageerror', (error) => add(error.message))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() !== 'error') return
    // A link that is fetched ahead may lead to a repository that another test has just deleted.
    if (message.location().url.includes('_rsc=') && text.includes('status of 404')) return
    if (text.includes('status of 404') && isPrefetchOfPublished(message.location().url)) return
    // Publishers' pictures stand on hosts that a test cannot reach.
    if (URL.parse(message.location().url)?.pathname === '/api/image') return
    if (/status of 40[04]/.test(text)) undecided.push({ url: message.location().url, text })
    else add(text)
  })
  return () => {
    // Chromium logs the status of the document itself; the status is what the test wants.
    for (const { url, text } of undecided) if (!refused.has(url)) problems.push(`${url}: ${text}`)
  }
}

/** A list may still link to what another test has just deleted, under the default alias; that is prefetched in vain. */
function isPrefetchOfPublished(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { pathname, searchParams } = new URL(url)
  return searchParams.has('_rsc') && /^\/(?:[a-z][0-9]){4}\//.test(pathname)
}
