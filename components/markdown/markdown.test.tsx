/**
 * Renders every hostile text and reads the HTML back as a browser would: what then is in the document must be on
 * the allow-list below, which is written down a second time on purpose.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Element, Root } from 'hast'
import { prerenderToNodeStream } from 'react-dom/static.node'
import rehypeRaw from 'rehype-raw'
import { unified } from 'unified'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import { isElement, listElements, readText } from '#lib/markdown/list-elements.ts'
import { renderPatiently } from '#lib/markdown/render-patiently.ts'
import { walkTree } from '#lib/markdown/walk-tree.ts'
import { hostileInputs } from '#testing/hostile-inputs.ts'
import { TextsProvider } from '../language/texts-provider.tsx'
import { RenderedText } from './markdown.tsx'

const tagNames = new Set(
  [
    'a abbr b blockquote br cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q',
    'rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead tr caption tt u ul var wbr',
  ]
    .join(' ')
    .split(' '),
)
const attributes: Record<string, RegExp> = {
  align: /^(left|center|right|top|middle|bottom)$/,
  alt: /^/,
  ariaDescribedBy: /^x-/,
  ariaHidden: /^true$/,
  ariaLabel: /^/,
  className: /^/,
  colSpan: /^\d{1,2}$/,
  dataFootnoteBackref: /^/,
  dataFootnoteRef: /^/,
  dataFootnotes: /^/,
  decoding: /^async$/,
  dir: /^(auto|ltr|rtl)$/,
  height: /^\d{1,4}%?$/,
  href: /^(https?:\/\/|mailto:|#x-)/,
  id: /^x-/,
  lang: /^/,
  loading: /^lazy$/,
  open: /^/,
  referrerPolicy: /^no-referrer$/,
  rel: /^nofollow ugc noopener noreferrer$/,
  reversed: /^/,
  role: /^(img|group)$/,
  rowSpan: /^\d{1,2}$/,
  src: /^\/api\/image\?url=https%3A%2F%2F[^&]+&signature=[\w-]{43}$/,
  start: /^-?\d+$/,
  tabIndex: /^0$/,
  title: /^/,
  vAlign: /^(top|middle|bottom)$/,
  width: /^\d{1,4}%?$/,
}
const classes =
  /^(markdown|code-[a-z-]+|alert(-[a-z]+)?|alert-title|only-dark|only-light|table-box|task-box(-done)?|text-sm|text-ink-3|whitespace-pre-wrap)$/

async function render(text: string): Promise<Root> {
  return parseHtml(await renderHtml(text))
}

async function renderHtml(text: string, language: Language = 'en'): Promise<string> {
  const { prelude } = await prerenderToNodeStream(
    <TextsProvider language={language} messages={readMessages(language, ['markdown', 'ui'])}>
      <RenderedText text={text} rendered={await renderPatiently(text, { idPrefix: 'x' })} />
    </TextsProvider>,
  )
  let html = ''
  for await (const part of prelude) html += part
  // React marks where one text ends and the next begins.
  return html.replaceAll('<!-- -->', '')
}

/** Reads HTML by the rules of the HTML standard, without the copy buttons, which are ours. */
function parseHtml(html: string): Root {
  const tree = unified()
    .use(rehypeRaw)
    .runSync({ type: 'root', children: [{ type: 'raw', value: html }] })
  for (const element of listElements(tree)) {
    element.children = element.children.filter((child) => !isCopyButton(child))
  }
  return tree
}

function isCopyButton(node: Root['children'][number]): boolean {
  return isElement(node) && String(node.properties.className).includes('code-block-copy')
}

function findForbidden({ tagName, properties }: Element): string[] {
  const found = tagNames.has(tagName) ? [] : [`<${tagName}>`]
  for (const [name, value] of Object.entries(properties)) {
    const text = Array.isArray(value) ? value.join(' ') : String(value)
    if (!attributes[name]?.test(text)) found.push(`<${tagName} ${name}="${text}">`)
    if (name === 'className' && !text.split(' ').every((one) => classes.test(one)))
      found.push(`class ${text}`)
  }
  if (tagName === 'a' && /^(https?|mailto):/.test(String(properties.href)) && !properties.rel)
    found.push('no rel')
  return found
}

// The first use of a parser compiles it; that belongs to no input.
beforeAll(async () => {
  vi.stubEnv('DATA_DIR', mkdtempSync(join(tmpdir(), 'markdown-')))
  await render('# a\n\n<b>b</b>\n\n```bash\nls\n```\n\n```js\n1\n```')
})

describe('hostile texts', () => {
  test('there are at least 60, each with its own name', () => {
    expect(new Set(hostileInputs.map(({ name }) => name)).size).toBe(hostileInputs.length)
    expect(hostileInputs.length).toBeGreaterThanOrEqual(60)
  })

  test.each(hostileInputs)('$name', async ({ text }) => {
    const startedMs = performance.now()
    const tree = await render(text)
    // Far above what is measured on an idle machine (200 ms), far below what an unbounded parser needs.
    expect(performance.now() - startedMs).toBeLessThan(4_000)
    expect(listElements(tree).flatMap(findForbidden)).toEqual([])
    walkTree(tree, (node, depth) => {
      expect(node.type).toMatch(/^(root|element|text)$/)
      expect(depth).toBeLessThan(140)
    })
  })

  test('a text that cannot be rendered is shown as it was written', async () => {
    const text = '>'.repeat(500)
    expect(readText(await render(text))).toContain(text)
  })
})

describe('harmless texts', () => {
  test('code is coloured by classes, and its copy button copies it whole', async () => {
    const html = await renderHtml('```sh\nexport A="b"\nls\n```')
    expect(html).toContain('<span class="code-keyword">export</span>')
    expect(html).not.toContain('style=')
    expect(readText(parseHtml(html))).toBe('export A="b"\nls')
    expect(html).toContain('aria-label="Copy code"')
  })

  test('a table scrolls in a box that the keyboard reaches', async () => {
    const tree = await render('|a|\n|-|\n|b|')
    const box = listElements(tree).find(({ properties }) => String(properties.className) === 'table-box')
    expect(box?.properties).toMatchObject({ tabIndex: 0, role: 'group', ariaLabel: 'Table' })
  })

  test('what is the gallery’s own in a text is in the language of the page, and the text is not', async () => {
    const text = '> [!NOTE]\n> words\n\n# Note\n\na[^1]\n\n[^1]: b'
    const english = await renderHtml(text)
    const japanese = await renderHtml(text, 'ja')
    expect(english).toContain('<p class="alert-title" lang="en">Note</p>')
    expect(japanese).toContain('<p class="alert-title" lang="ja">注記</p>')
    expect(english).toMatch(/<h\d[^>]* lang="en"[^>]*>Footnotes</)
    expect(japanese).toMatch(/<h\d[^>]* lang="ja"[^>]*>脚注</)
    expect(english).toContain('aria-label="Back to reference 1"')
    expect(japanese).toContain('aria-label="参照 1 に戻る"')
    expect(japanese).toMatch(/<h2[^>]*>Note</)
    expect(japanese).toMatch(/^<div class="markdown" lang="" dir="auto">/)
  })

  test('a text that is shown as it was written says why, in the language of the page', async () => {
    const text = '>'.repeat(500)
    expect(await renderHtml(text)).toContain(
      'This text is shown as it was written, because it has too many levels.',
    )
    expect(await renderHtml(text, 'ja')).toContain('入れ子が深すぎるため')
  })

  test('the boxes of a task list say whether it is done', async () => {
    const labels = listElements(await render('- [x] a\n- [ ] b')).map(
      ({ properties }) => properties.ariaLabel,
    )
    expect(labels.filter(Boolean)).toEqual(['Done', 'Not done'])
  })
})
