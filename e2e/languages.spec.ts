/**
 * The gallery in Japanese: every page for a browser that prefers it, the switch, the address that names a language, and what a change
 * does to both. And every page with words that are longer than any language's, which must not break a phone.
 */
import type { Page } from '@playwright/test'
import { LANGUAGES } from '#lib/language/languages.ts'
import { readWritten } from '#lib/language/read-messages.ts'
import { expect, test } from '#testing/fixtures.ts'
import { furtherPages } from '#testing/further-pages.ts'
import { pages } from '#testing/pages.ts'
import { readOverflow } from '#testing/read-overflow.ts'
import { findAccessibilityViolations } from './find-accessibility-violations.ts'
import { findOverlaps } from './find-overlaps.ts'

/** What a machine or a publisher has written; it is the same in every language. */
const untranslated = 'script, style, code, pre, kbd, samp, [lang]:not(html), [translate=no]'

/** Its name is the same everywhere. */
const gallery = 'Public Gallery'

/** English words that stand alone, such as "Size": a page in Japanese has others in their place. */
const englishWords = listOwnWords(readWritten('en'), readWritten('ja'))

test.describe('for a browser that prefers Japanese', () => {
  test.use({ locale: 'ja-JP' })

  for (const { name, path, status } of pages) {
    test(`${name} is in Japanese, and as sound as in English`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 780 })
      const response = await page.goto(path, { waitUntil: 'networkidle' })
      expect(response?.status()).toBe(status)
      expect(response?.headers()['content-language']).toBe('ja')
      expect(response?.headers().vary).toMatch(/accept-language, cookie/)
      await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
      expect(await page.title()).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|·/u)
      expect(await findEnglish(page)).toEqual([])
      expect(await findLooseSentences(page)).toEqual([])
      for (const width of [320, 360, 1440]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await readOverflow(page), `${width} px`).toBeLessThanOrEqual(0)
        expect(await findOverlaps(page), `${width} px`).toEqual([])
      }
    })

    test(`${name} has no accessibility violation in Japanese`, async ({ page }) => {
      test.slow()
      await page.goto(path, { waitUntil: 'networkidle' })
      expect(await findAccessibilityViolations(page)).toEqual([])
    })
  }
})

test.describe('for a browser that prefers Japanese, further on', () => {
  test.use({ locale: 'ja-JP', viewport: { width: 360, height: 780 } })

  for (const { name, path, status } of furtherPages) {
    test(`${name} is in Japanese`, async ({ page }) => {
      const response = await page.goto(path, { waitUntil: 'networkidle' })
      expect(response?.status()).toBe(status)
      await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
      expect(await findEnglish(page)).toEqual([])
      expect(await findLooseSentences(page)).toEqual([])
      expect(await readOverflow(page)).toBeLessThanOrEqual(0)
      expect(await findOverlaps(page)).toEqual([])
    })
  }
})

test.describe('with words that are much longer', () => {
  // What a script would put in its place is not there to be stretched, and it minds when a page is changed under its hands.
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  for (const { name, path } of [...pages, ...furtherPages]) {
    test(`${name} has room on a phone`, async ({ page }) => {
      await page.goto(path, { waitUntil: 'networkidle' })
      await stretchWords(page)
      expect(await readOverflow(page)).toBeLessThanOrEqual(0)
      expect(await findOverlaps(page)).toEqual([])
      await leaveFonts(page)
      expect(await readOverflow(page), 'in a font of the system').toBeLessThanOrEqual(0)
      expect(await findOverlaps(page), 'in a font of the system').toEqual([])
    })
  }
})

test.describe('the switch in the footer', () => {
  test.use({ javaScriptEnabled: false })

  test('changes the language without a script, leads back, and is remembered', async ({ page }) => {
    await page.goto('/tidewater/postgres-tools?tab=usage')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.getByRole('button', { name: '日本語' }).click()
    await expect(page).toHaveURL('/tidewater/postgres-tools?tab=usage')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
    await page.goto('/search?searchTerm=postgres')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })
})

test('an address may name its language, and tells search engines of both', async ({ request }) => {
  const japanese = await (await request.get('/tidewater/postgres-tools?language=ja')).text()
  expect(japanese).toContain('<html lang="ja"')
  expect(japanese).toMatch(/rel="canonical" href="[^"]*\/tidewater\/postgres-tools\?language=ja"/)
  const english = await (await request.get('/tidewater/postgres-tools')).text()
  expect(english).toMatch(/rel="canonical" href="[^"?]*\/tidewater\/postgres-tools"/)
  // A shared link is read again at the address that the page names.
  expect(japanese).toMatch(/property="og:url" content="[^"]*\/tidewater\/postgres-tools\?language=ja"/)
  expect(english).toMatch(/property="og:url" content="[^"?]*\/tidewater\/postgres-tools"/)
  for (const html of [english, japanese]) {
    expect(html).toMatch(/rel="alternate" hrefLang="ja" href="[^"]*\?language=ja"/)
    expect(html).toMatch(/rel="alternate" hrefLang="x-default" href="[^"?]*\/tidewater\/postgres-tools"/)
  }
})

test('whoever has a copy of a page is not told that it is good in another language', async ({ request }) => {
  const copies = { 'if-none-match': '*', 'if-modified-since': new Date(Date.now() + 3_600_000).toUTCString() }
  for (const path of ['/', '/search?searchTerm=postgres', '/tidewater/postgres-tools', '/docs', '/status']) {
    for (const language of LANGUAGES) {
      const headers = { 'accept-language': language }
      const first = await request.get(path, { headers })
      // Pages have no validators (docs/adr/0003-rendering.md): were there one, it would be of one language.
      expect(first.headers().etag, path).toBeUndefined()
      expect(first.headers()['last-modified'], path).toBeUndefined()
      // The second answer may be one that the front door has kept.
      for (const sent of [headers, { ...headers, ...copies }]) {
        const answer = await request.get(path, { headers: sent })
        expect([answer.status(), answer.headers()['content-language']], path).toEqual([200, language])
        expect(answer.headers().vary, path).toMatch(/accept-language, cookie/)
        expect(await answer.text(), path).toContain(`<html lang="${language}"`)
      }
    }
  }
})

test('the picture of a shared link has the words of its language', async ({ request }) => {
  const pictures = await Promise.all(
    ['/?language=ja', '/?language=en'].map(async (address) => {
      const html = await (await request.get(address)).text()
      const [, path = ''] = /property="og:image" content="https?:\/\/[^/"]+([^"]+)"/.exec(html) ?? []
      const answer = await request.get(path)
      expect(answer.headers()['content-type'], path).toBe('image/png')
      return { path, bytes: (await answer.body()).toString('base64') }
    }),
  )
  expect(pictures.map(({ path }) => path)).toEqual(['/opengraph-image/ja', '/opengraph-image'])
  expect(pictures[0]?.bytes).not.toBe(pictures[1]?.bytes)
})

test('only a page has a language, and only those that there are', async ({ request }) => {
  for (const path of ['/api/search', '/openapi.json', '/robots.txt', '/sitemap.xml', '/livez']) {
    const answer = await request.get(path, { headers: { 'accept-language': 'ja' } })
    expect(answer.status(), path).toBe(200)
    expect(answer.headers()['content-language'], path).toBeUndefined()
  }
  for (const path of ['/~ja/search', '/~en', '/~fr/tidewater', '/%7Eja/tidewater']) {
    expect((await request.get(path)).status(), path).toBe(404)
  }
  const foreign = await request.get('/', { headers: { 'accept-language': 'fr', 'x-gallery-language': 'ja' } })
  expect(foreign.headers()['content-language']).toBe('en')
  const refused = await request.post('/api/internal/language', { form: { language: 'xx' }, maxRedirects: 0 })
  expect(refused.status()).toBe(400)
})

test('the switch leads nowhere but to this gallery', async ({ request }) => {
  for (const [referer, location] of [
    ['https://elsewhere.example/tidewater', '/'],
    ['', '/'],
    ['not an address', '/'],
  ]) {
    const answer = await request.post('/api/internal/language', {
      form: { language: 'ja' },
      headers: { referer: referer ?? '' },
      maxRedirects: 0,
    })
    expect(answer.status(), referer).toBe(303)
    expect(answer.headers().location, referer).toBe(location)
  }
})

/** Messages without arguments that are not the same in Japanese. */
function listOwnWords(english: object, japanese: object): string[] {
  return Object.entries(english).flatMap(([key, value]) => {
    const other: unknown = Reflect.get(japanese, key)
    if (typeof value === 'object') return listOwnWords(value, Object(other))
    const isOwn = value !== other && value !== gallery && /^[A-Za-z][^{<]+$/.test(value)
    return isOwn ? [value] : []
  })
}

/**
 * Texts of three English words and more, and single words of the interface: in the page, in what is read aloud, in what is there without
 * a script, and in what a shared link shows; but for what is marked as not translated.
 */
function findEnglish(page: Page): Promise<string[]> {
  return page.evaluate(
    ([skipped, words]) => {
      const known = new Set(words)
      // Names of products stand in Japanese sentences, too; a sentence of English does not.
      const english = /[A-Za-z]{2,}(?:[ \u00a0]+[A-Za-z’'-]{2,}){2,}/
      const long = /(?:[ \u00a0]+[a-z’'-]{2,}){4,}/
      const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u
      const found = new Set<string>()
      const spoken = [
        'aria-label',
        'aria-description',
        'aria-roledescription',
        'title',
        'placeholder',
        'alt',
        'label',
      ]
      const judge = (text: string) => {
        const isEnglish = (japanese.test(text) ? long : english).test(text) || known.has(text.trim())
        if (isEnglish) found.add(text.trim().slice(0, 200))
      }
      // The page's policy lets nothing be parsed out of a text (Trusted Types).
      const readMarkup = (markup: string) => {
        for (const [, value = ''] of markup.matchAll(
          / (?:aria-label|title|placeholder|alt|label)="([^"]*)"/g,
        ))
          judge(value)
        const written = markup.replace(/<(code|kbd|pre|samp|style|script)\b[\s\S]*?<\/\1>/g, '')
        for (const text of written.split(/<[^>]*>/)) judge(text)
      }
      const look = (root: Element) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const element = node instanceof Element ? node : node.parentElement
          if (element === null || element.closest(skipped)) continue
          if (!(node instanceof Element)) {
            // With scripts, what is there without them is one text.
            if (element.localName !== 'noscript') judge(node.textContent ?? '')
            else readMarkup(node.textContent ?? '')
          } else for (const name of spoken) judge(node.getAttribute(name) ?? '')
        }
      }
      look(document.body)
      // What publishers say of themselves is marked where it stands on the page.
      const theirs = [...document.querySelectorAll('[lang]:not(html), [translate=no]')].map((one) =>
        (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
      )
      const isTheirs = (text: string) =>
        theirs.some((their) => their !== '' && text.startsWith(their.slice(0, 40)))
      const shared = 'meta[name=description], meta[property^="og:"], meta[name^="twitter:"]'
      for (const one of document.querySelectorAll(shared)) {
        const text = (one.getAttribute('content') ?? '').replace(/\s+/g, ' ').trim()
        if (!/^https?:/.test(text) && !isTheirs(text)) judge(text)
      }
      if (!isTheirs(document.title)) judge(document.title)
      for (const one of document.querySelectorAll('head link[title]')) judge(one.getAttribute('title') ?? '')
      return [...found]
    },
    [untranslated, englishWords] as const,
  )
}

/** Beginnings of what follows a Japanese full stop after a space, as it does after an English one. */
function findLooseSentences(page: Page): Promise<string[]> {
  return page.evaluate((skipped) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let text = ''
    let block: Element | null = null
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      if (parent === null || /^(?:script|style|noscript)$/.test(parent.localName)) continue
      const own = parent.closest('p, li, dd, dt, td, th, h1, h2, h3, summary, div')
      if (own !== block) text += '\n'
      block = own
      // What others have written is as they wrote it.
      text += parent.closest(skipped) ? '…' : (node.textContent ?? '').replace(/[ \n]+/g, ' ')
    }
    return [...text.matchAll(/[^\n。]{0,20}。[ \u00a0]+[^\s]{1,20}/gu)].map(([found]) => found)
  }, untranslated)
}

/** Every word of the interface accented, in brackets and 40 % longer, as no translation will be. */
async function stretchWords(page: Page): Promise<void> {
  await page.evaluate((skipped) => {
    const accents: Record<string, string> = {
      a: 'á',
      e: 'é',
      i: 'î',
      o: 'ö',
      u: 'ü',
      n: 'ñ',
      c: 'ç',
      A: 'Å',
      E: 'É',
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const nodes: Node[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node)
    for (const node of nodes) {
      const text = node.textContent ?? ''
      // Words: what has digits is a number, a date or a digest, and no longer in another language.
      if (!/[a-z]{3}/i.test(text) || /\d/.test(text) || node.parentElement?.closest(skipped)) continue
      const accented = text.replace(/[aeiouncAE]/g, (letter) => accents[letter] ?? letter)
      const more = ' ~wörds'.repeat(Math.ceil((text.trim().length * 0.4) / 7))
      node.textContent = `[${accented.trim()}${more}] `
    }
  }, `${untranslated}, time`)
}

/** As on a connection on which the gallery's letters come too late. */
async function leaveFonts(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.style.setProperty('--font-geist-sans', 'no-such-font'))
}
