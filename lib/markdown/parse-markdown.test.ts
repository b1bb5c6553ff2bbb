/** What publishers rely on: their GitHub-flavoured text looks here as it does there. */
import type { Element } from 'hast'
import { describe, expect, test } from 'vitest'
import { listElements, readText } from './list-elements.ts'
import { parseMarkdown } from './parse-markdown.ts'

function parse(text: string): Element[] {
  const parsed = parseMarkdown(text, { idPrefix: 'about' })
  if (parsed.kind === 'plain') throw new Error(`shown as plain text: ${parsed.reason}`)
  return listElements(parsed.tree)
}

function requireElement(text: string, tagName: string): Element {
  const found = parse(text).find((element) => element.tagName === tagName)
  if (!found) throw new Error(`There is no ${tagName}.`)
  return found
}

describe('GitHub-flavoured Markdown', () => {
  test.each([
    ['table', '|a|b|\n|-|-:|\n|1|2|', ['table', 'thead', 'th', 'tbody', 'td']],
    ['task list', '- [x] a\n- [ ] b', ['ul', 'li', 'input']],
    ['strike-through', '~~a~~', ['del']],
    ['footnote', 'a[^1]\n\n[^1]: b', ['sup', 'section', 'ol']],
    ['code block', '```bash\nls\n```', ['pre', 'code']],
    ['inline HTML', '<kbd>a</kbd> <sub>b</sub> <ruby>c<rt>d</rt></ruby>', ['kbd', 'sub', 'ruby', 'rt']],
    ['HTML blocks', '<details><summary>a</summary>\n\n- b\n\n</details>', ['details', 'summary', 'ul']],
  ])('%s', (_, text, tagNames) => {
    expect(parse(text).map((element) => element.tagName)).toEqual(expect.arrayContaining(tagNames))
  })

  test('an alert gets its title and a class', () => {
    const alert = requireElement('> [!WARNING]\n> Mind the *gap*.', 'div')
    expect(alert.properties.className).toEqual(['alert', 'alert-warning'])
    expect(readText(alert).trim().replace(/\s+/g, ' ')).toBe('Warning Mind the gap.')
  })

  test('a quote with an unknown mark stays a quote', () => {
    expect(readText(requireElement('> [!HELLO]\n> a', 'blockquote'))).toContain('[!HELLO]')
  })
})

describe('headings', () => {
  const levels = (text: string) =>
    parse(text)
      .map((element) => element.tagName)
      .filter((name) => /^h\d$/.test(name))

  test.each([
    ['begin below the title of the page', '# a\n\n## b\n\n# c', ['h2', 'h3', 'h2']],
    ['begin there also when the text begins lower', '### a\n\n#### b', ['h2', 'h3']],
    ['never skip a level', '# a\n\n#### b\n\n###### c', ['h2', 'h3', 'h4']],
  ])('%s', (_, text, expected) => {
    expect(levels(text)).toEqual(expected)
  })

  test('have prefixed ids that are unique, and links to them work', () => {
    const elements = parse('# What’s *inside*?\n\n# What’s inside?\n\n[a](#whats-inside)')
    expect(
      elements.filter((element) => /^h\d$/.test(element.tagName)).map(({ properties }) => properties.id),
    ).toEqual(['about-whats-inside', 'about-whats-inside-1'])
    expect(elements.find(({ tagName }) => tagName === 'a')?.properties.href).toBe('#about-whats-inside')
  })
})

describe('links and images', () => {
  test('a link to the web tells nobody where the visitor came from', () => {
    const link = requireElement('<https://example.com/a?b=c>', 'a')
    expect(link.properties).toEqual({
      href: 'https://example.com/a?b=c',
      rel: ['nofollow', 'ugc', 'noopener', 'noreferrer'],
    })
  })

  test('a link that leads nowhere here is its text', () => {
    expect(readText(requireElement('[the guide](docs/guide.md)', 'span'))).toBe('the guide')
  })

  test('an image is loaded lazily and without a referrer', () => {
    expect(requireElement('![A chart](https://example.com/c.png "t")', 'img').properties).toEqual({
      src: 'https://example.com/c.png',
      alt: 'A chart',
      title: 't',
      loading: 'lazy',
      decoding: 'async',
      referrerPolicy: 'no-referrer',
    })
  })

  test('an image over http is loaded over https, where its host has the usual port', () => {
    expect(requireElement('![a](http://example.com/c.png)', 'img').properties.src).toBe(
      'https://example.com/c.png',
    )
    expect(readText(requireElement('![A chart](http://example.com:8080/c.png)', 'span'))).toBe('A chart')
  })

  test('a named anchor is kept as an id', () => {
    const [anchor] = parse('<a name="install"></a>\n\n[a](#install)').filter(
      ({ properties }) => properties.id,
    )
    expect(anchor?.properties.id).toBe('about-install')
  })
})

describe('a text beyond the bounds is shown as it was written, and says why:', () => {
  test.each([
    ['characters', '😀'.repeat(25_601)],
    ['lines', 'a\n'.repeat(2_001)],
    ['levels', '>'.repeat(17)],
    ['list-items', '- a\n'.repeat(801)],
    ['wide-table', '|a'.repeat(130)],
    ['large-table', `${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n${'|\n'.repeat(60)}`],
    ['brackets', '['.repeat(1_201)],
    ['html-tags', '<i>'.repeat(1_201)],
    ['references', `[a]: https://example.com/${'b'.repeat(9_000)}\n\n${'[a] '.repeat(20)}`],
  ])('%s', (reason, text) => {
    expect(parseMarkdown(text, { idPrefix: 'about' })).toEqual({ kind: 'plain', reason })
  })

  test('a text as long as the API takes it is not', () => {
    expect(parseMarkdown('😀'.repeat(25_600), { idPrefix: 'about' }).kind).toBe('tree')
  })

  test('an ordinary long text is not', () => {
    const section =
      '## Part\n\nSome *words* with `code` and a [link](https://example.com).\n\n- one\n- **two**\n\n|a|b|\n|-|-|\n|1|2|\n\n'
    expect(parseMarkdown(section.repeat(140), { idPrefix: 'about' }).kind).toBe('tree')
  })
})
