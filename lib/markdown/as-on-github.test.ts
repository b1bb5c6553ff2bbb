/** Publishers bring the README that they have: what GitHub does with it beyond its specification happens here too. */
import type { Element } from 'hast'
import { describe, expect, test } from 'vitest'
import { listElements, readText } from './list-elements.ts'
import { type MarkdownOptions, parseMarkdown } from './parse-markdown.ts'

function parse(text: string, options: Partial<MarkdownOptions> = {}) {
  const parsed = parseMarkdown(text, { idPrefix: 'about', ...options })
  if (parsed.kind === 'plain') throw new Error(`shown as plain text: ${parsed.reason}`)
  return { ...parsed, elements: listElements(parsed.tree), words: readText(parsed.tree).trim() }
}

const list = (text: string, tagName: string, options: Partial<MarkdownOptions> = {}): Element[] =>
  parse(text, options).elements.filter((element) => element.tagName === tagName)

describe('front matter', () => {
  test.each([
    ['keys and lists', '---\nlicense: mit\ntags:\n- tools\n- demo\n---\n\n# Real title'],
    [
      'nested keys and comments',
      '---\n# for the site\nbuild:\n  image: a\n\n  steps: [1]\n"a b": c\n---\n# Real title',
    ],
    ['Windows line ends', '---\r\nlicense: mit\r\n---\r\n# Real title'],
    ['a mark of the byte order', '\ufeff---\nlicense: mit\n---\n# Real title'],
    ['keys with a colon', '---\nog:title: A tool\nschema.org/url: https://example.com\n---\n# Real title'],
    ['an end of three dots', '---\nlicense: mit\n...\n# Real title'],
    [
      'texts of several lines',
      '---\nabout: |\n  One.\n  Two.\nurl: https://example.com/a\n---\n# Real title',
    ],
  ])('is left out: %s', (_, text) => {
    expect(parse(text).words).toBe('Real title')
  })

  test.each([
    ['a rule', '---\n\nSome words.\n\n---\n\nMore.', 'Some words'],
    ['a rule over a list', '---\n- one\n- two\n---\n', 'one'],
    ['an open block', '---\nlicense: mit\n\n# Title', 'license: mit'],
    ['a later block', 'Words.\n\n---\nlicense: mit\n---\n', 'license: mit'],
    ['a sentence with a colon', '---\nNote this: it stays.\nBecause it is text.\n\n---\n', 'it stays'],
  ])('is nothing else: %s stays', (_, text, words) => {
    expect(parse(text).words).toContain(words)
  })
})

describe('align', () => {
  test.each([
    [
      'an image',
      '<img src="https://example.com/a.png" align="right" width="120" height="60" alt="a">',
      'img',
      'right',
    ],
    ['an image in capitals', '<IMG SRC="https://example.com/a.png" ALIGN="LEFT">', 'img', 'left'],
    ['an image in its line', '<img src="https://example.com/a.png" align="middle">', 'img', 'middle'],
    ['a paragraph', '<p align="center"><img src="https://example.com/a.png" width="50%"></p>', 'p', 'center'],
    ['a box', '<div align="center">\n\n# Title\n\n</div>', 'div', 'center'],
    ['a heading', '<h1 align="center">Title</h1>', 'h2', 'center'],
    ['a cell', '|a|\n|-:|\n|1|', 'td', 'right'],
    ['a cell in HTML', '<table><tr><td align="Center">a</td></tr></table>', 'td', 'center'],
  ])('of %s is kept', (_, text, tagName, align) => {
    expect(list(text, tagName)[0]?.properties.align).toBe(align)
  })

  test('keeps sizes beside it, and nothing that is no side', () => {
    expect(
      list('<img src="https://e.com/a" align="right" width="120" height="60">', 'img')[0]?.properties,
    ).toMatchObject({
      align: 'right',
      width: '120',
      height: '60',
    })
    expect(list('<p align="expression(1)">a</p>', 'p')[0]?.properties).toEqual({})
  })

  test('cells keep their width and where in the row they stand', () => {
    expect(
      list('<table><tr><td width="50%" valign="MIDDLE">a</td></tr></table>', 'td')[0]?.properties,
    ).toEqual({
      width: '50%',
      vAlign: 'middle',
    })
    expect(list('<table><tr><td width="99999px">a</td></tr></table>', 'td')[0]?.properties).toEqual({})
  })
})

describe('alerts', () => {
  const alerts = (text: string) =>
    parse(text)
      .elements.filter(({ properties }) => [properties.className].flat()[0] === 'alert')
      .map((alert) => [[alert.properties.className].flat()[1], readText(alert).trim().replace(/\s+/g, ' ')])

  test.each(['NOTE', 'tip', 'Important', 'wArNiNg', 'CAUTION'])('[!%s], in any case', (name) => {
    const title = `${name[0]?.toUpperCase()}${name.slice(1).toLowerCase()}`
    expect(alerts(`> [!${name}]\n> Words.`)).toEqual([[`alert-${name.toLowerCase()}`, `${title} Words.`]])
  })

  test.each([
    ['a space behind the mark', '> [!Tip] \n> words', 'Tip words'],
    ['a line break behind the mark', '> [!Tip]  \n> words', 'Tip words'],
    ['nothing else', '> [!TIP]', 'Tip'],
    ['a list', '> [!TIP]\n> - one\n> - two', 'Tip one two'],
    ['a paragraph of its own', '> [!TIP]\n>\n> words', 'Tip words'],
    [
      'code, a table and a quote',
      '> [!TIP]\n> ```\n> a\n> ```\n>\n> |b|\n> |-|\n> |c|\n>\n> > d',
      'Tip a b c d',
    ],
    ['marked words', '> [!TIP]\n> **bold** `code`', 'Tip bold code'],
  ])('with %s', (_, text, words) => {
    expect(alerts(text)).toEqual([['alert-tip', words]])
  })

  test.each([
    '> [!TIP] words on its line',
    '> [!TIP] **bold**',
    '> [!OTHER]\n> a',
    '> a\n> [!TIP]',
    '[!TIP]\na',
  ])('%j is none', (text) => expect(alerts(text)).toEqual([]))
})

describe('emoji', () => {
  test.each([
    ['Ready :rocket: and :tada: done', 'Ready 🚀 and 🎉 done'],
    [':+1::-1::heavy_check_mark:', '👍👎✔️'],
    ['Time 10:30:45, 10:100:20, a:b:c', 'Time 10:30:45, 10:100:20, a:b:c'],
    [':unknown_name: and ::', ':unknown_name: and ::'],
    ['`:rocket:` <tt>:x:</tt> **:x:**', ':rocket: :x: ❌'],
    [':constructor: :toString: :valueOf:', ':constructor: :toString: :valueOf:'],
    ['::rocket::', ':🚀:'],
  ])('%s', (text, words) => {
    expect(parse(text).words).toBe(words)
  })

  test('in tables, headings and links; never in blocks of code or addresses', () => {
    expect(parse('|a|\n|-|\n|:x:|').words).toContain('❌')
    expect(readText(list('```\n:x:\n```', 'pre')[0] ?? { type: 'root', children: [] })).toBe(':x:\n')
    expect(list('[:x:](https://example.com/:x:)', 'a')[0]?.properties.href).toBe('https://example.com/:x:')
  })

  test('a heading has the words of its emoji in its id, as its table of contents expects', () => {
    const { headings } = parse('# :rocket: Quick start\n\n## 🚀 Next')
    expect(headings).toEqual([
      { id: 'about-rocket-quick-start', words: '🚀 Quick start', level: 2 },
      { id: 'about--next', words: '🚀 Next', level: 3 },
    ])
  })
})

describe('pictures for one theme', () => {
  const shown = (text: string) =>
    list(text, 'img').map(({ properties }) => [
      String(properties.src),
      [properties.className].flat()[0] ?? 'both',
    ])

  test.each([
    ['dark', 'only-dark'],
    ['light', 'only-light'],
  ])('by the end of the address: %s', (theme, className) => {
    const address = `https://example.com/a.png#gh-${theme}-mode-only`
    expect(shown(`![a](${address})`)).toEqual([[address, className]])
    expect(list(`[a](https://example.com/#gh-${theme}-mode-only)`, 'a')[0]?.properties.className).toEqual([
      className,
    ])
  })

  const dark =
    '<source media="(prefers-color-scheme: dark)" srcset="https://e.com/d.png 1x, https://e.com/d2.png 2x">'
  const light = '<source media="(PREFERS-COLOR-SCHEME:light)" srcset="https://e.com/l.png">'
  const image = '<img alt="a" src="https://e.com/f.png" width="50%">'

  test('by a source for the dark theme, with the image for the other one', () => {
    const images = list(`<picture>\n  ${dark}\n  ${image}\n</picture>`, 'img')
    expect(
      images.map(({ properties }) => [
        properties.src,
        properties.className,
        properties.alt,
        properties.width,
      ]),
    ).toEqual([
      ['https://e.com/d.png#gh-dark-mode-only', ['only-dark'], 'a', '50%'],
      ['https://e.com/f.png#gh-light-mode-only', ['only-light'], 'a', '50%'],
    ])
  })

  test('by sources for both themes, whatever their order', () => {
    expect(shown(`<picture>${light}${dark}${image}</picture>`)).toEqual([
      ['https://e.com/d.png#gh-dark-mode-only', 'only-dark'],
      ['https://e.com/l.png#gh-light-mode-only', 'only-light'],
    ])
  })

  test('a picture for other reasons is its image', () => {
    const text = `<picture><source media="(min-width: 9px)" srcset="https://e.com/w.png">${image}</picture>`
    expect(shown(text)).toEqual([['https://e.com/f.png', 'both']])
  })

  test('the sources of a picture are bound by the same rules as its image', () => {
    const text = `<picture><source media="(prefers-color-scheme: dark)" srcset="javascript:alert(1)">${image}</picture>`
    expect(shown(text)).toEqual([['https://e.com/f.png#gh-light-mode-only', 'only-light']])
  })
})

describe('headings', () => {
  test.each([
    ['Install & run', 'install--run'],
    ['What’s new in `v2.0`?', 'whats-new-in-v20'],
    ['snake_case and kebab-case', 'snake_case-and-kebab-case'],
    ['Größe 大小', 'größe-大小'],
    ['1. First / second', '1-first--second'],
    ['Ⅷ and ½ and 2²', 'ⅷ-and--and-2'],
  ])('%s has the id %s', (words, id) => {
    expect(parse(`# ${words}`).headings[0]?.id).toBe(`about-${id}`)
  })

  test('the third of one name has the number two, and one that was taken already goes on counting', () => {
    const { headings } = parse('# a\n\n# a\n\n# a-1\n\n# a')
    expect(headings.map(({ id }) => id)).toEqual(['about-a', 'about-a-1', 'about-a-1-1', 'about-a-2'])
  })

  test('the list of parts has the two upper levels, and not the label of the footnotes', () => {
    const { headings } = parse('# a\n\n## b\n\n### c\n\nd[^1]\n\n[^1]: e')
    expect(headings.map(({ words, level }) => [words, level])).toEqual([
      ['a', 2],
      ['b', 3],
    ])
  })
})

test('short code in a line does not break; long code, and code in blocks, is as it was', () => {
  const codes = list('`--platform` `docker pull registry.example.com/a/b:1.0`\n\n```\na\n```', 'code')
  expect(codes.map(({ properties }) => properties.className)).toEqual([['code-short'], undefined, undefined])
})
