/** The list of a text's parts is there where it helps, and leads to each of them. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Language } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import type { RenderedMarkdown } from '#lib/markdown/render-markdown.ts'
import { TextsProvider } from '../language/texts-provider.tsx'
import { FoldedOnThisPage, listParts, OnThisPage } from './on-this-page.tsx'

const headings = [
  { id: 'about-start', words: 'Start', level: 2 as const },
  { id: 'about-größe-%', words: 'Size & more', level: 3 as const },
  { id: 'about-end', words: 'End', level: 2 as const },
]
const rendered: RenderedMarkdown = { kind: 'tree', tree: { type: 'root', children: [] }, headings }
const render = (list: ReactNode, language: Language = 'en') =>
  renderToStaticMarkup(
    <TextsProvider language={language} messages={readMessages(language, ['markdown'])}>
      {list}
    </TextsProvider>,
  )
const longText = 'a'.repeat(2_000)

test('a long text with three parts has a list of them; a short one, one with two, and a plain one have none', () => {
  expect(listParts(longText, rendered)).toEqual(headings)
  expect(listParts('short', rendered)).toEqual([])
  expect(listParts(longText, { ...rendered, headings: headings.slice(1) })).toEqual([])
  expect(listParts(longText, { kind: 'plain', reason: 'lines' })).toEqual([])
})

test.each([
  ['beside the text', OnThisPage],
  ['in a fold above it', FoldedOnThisPage],
])('the list %s is a navigation with a name, whose links need no script', (_, List) => {
  const html = render(<List text={longText} headings={headings} className="" />)
  expect(html).toContain('<nav aria-label="On this page"')
  expect(html).toContain('<ul class="on-this-page-list" lang=""><li><a href="#about-start">Start</a></li>')
  const inJapanese = [{ id: 'about-概要', words: '概要', level: 2 as const }]
  expect(render(<List text="概要を書きます。" headings={inJapanese} className="" />)).toContain(
    '<ul class="on-this-page-list" lang="ja">',
  )
  expect(html).toContain(
    `<a href="#${encodeURIComponent('about-größe-%')}" class="on-this-page-minor">Size &amp; more</a>`,
  )
  expect(render(<List text={longText} headings={headings} className="" />, 'ja')).toContain(
    '<nav aria-label="このページの内容"',
  )
  expect(render(<List text="" headings={[]} className="" />)).toBe('')
})
