/**
 * What a stranger's text costs grows no faster than the text. Everything of ours that meets it is given generated inputs
 * of one, two and four times the length, and time that grows as they do. It is ten times what is needed; quadratic work would
 * take a hundred times as much at the lengths below. What counts is time on a processor, which other programs do not change.
 */
import fc from 'fast-check'
import type { Element, ElementContent, Root } from 'hast'
import { describe, expect, test } from 'vitest'
import { findTextExcess } from './find-text-excess.ts'
import { findTreeExcess } from './find-tree-excess.ts'
import { hardenLinks } from './harden-links.ts'
import { listHeadings } from './list-headings.ts'
import { markAlerts } from './mark-alerts.ts'
import { markShortCode } from './mark-short-code.ts'
import { placeHeadings } from './place-headings.ts'
import { replaceEmoji } from './replace-emoji.ts'
import { createAddressResolver } from './resolve-addresses.ts'
import { skipFrontMatter } from './skip-front-matter.ts'
import { takeCodeBlocks } from './take-code-blocks.ts'
import { splitPictures } from './theme-images.ts'

/** As long as a text can be before it is refused unread. */
const maxLength = 25_600

/** For the longest input; in the parts of a millisecond that this needs, the clock shows steps of up to ten. */
const maxMs = 200
const attempts = 3

function measureMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** `prepare` makes the work for an input of some size. The collection of garbage may spoil an attempt, not all. */
function expectLinear(prepare: (size: number) => () => unknown, size: number): void {
  for (const times of [1, 2, 4]) {
    const limitMs = (maxMs * times) / 4
    const slow: number[] = []
    while (slow.length < attempts) {
      const tookMs = measureMs(prepare(size * times))
      if (tookMs <= limitMs) break
      slow.push(tookMs)
    }
    expect(slow.length, `${size * times} took ${slow.join(', ')} ms`).toBeLessThan(attempts)
  }
}

describe('a text', () => {
  const parts = [
    ...[
      '_',
      '*',
      '~',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '|',
      '!',
      '#',
      '-',
      '+',
      '1.',
      '1)',
      '\\',
      '&',
      ':',
      '@',
    ],
    ...[
      'a',
      'Ä',
      '語',
      '𝒳',
      '😀',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\n\n',
      '> ',
      '- ',
      'a@b.',
      'www.a.',
      'http://',
      '---\n',
      'k: v\n',
    ],
  ]
  const pattern = fc
    .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 })
    .map((all) => all.join(''))
  const text = fc.record({
    start: fc.constantFrom('', ...parts),
    pattern,
    end: fc.constantFrom('', ...parts),
  })
  const fill = ({ start, pattern, end }: { start: string; pattern: string; end: string }, length: number) =>
    start +
    pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length - start.length - end.length) +
    end

  test.each([
    ['is judged', findTextExcess],
    ['loses its front matter', skipFrontMatter],
    ['that begins with front matter loses it', (all: string) => skipFrontMatter(`---\nk: v\n${all}`)],
  ])('%s in time that grows with its length', (_, work) => {
    fc.assert(
      fc.property(text, (parts) => {
        expectLinear((length) => {
          const all = fill(parts, length)
          return () => work(all)
        }, maxLength / 4)
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    ['a letter and underscores', `a${'_'.repeat(25_500)}`],
    ['a letter of Chinese and underscores', `語${'_'.repeat(25_500)}`],
    ['a letter of two places and underscores', `${'𝒳_'.repeat(8_000)}`],
    ['mail addresses that go on', 'a@b.'.repeat(6_400)],
    ['spaces behind line ends', `\n${' '.repeat(25_000)}`],
    ['digits at the beginning of lines', '123456789'.repeat(2_800)],
  ])('of %s is judged at once', (_, all) => {
    expectLinear((length) => () => findTextExcess(all.slice(0, length)), maxLength / 4)
  })
})

describe('a tree', () => {
  const text = (value: string): ElementContent => ({ type: 'text', value })
  const element = (
    tagName: string,
    properties: Element['properties'],
    children: ElementContent[],
  ): Element => ({
    type: 'element',
    tagName,
    properties,
    children,
  })
  const words = fc.constantFrom(
    'a',
    ':rocket:',
    ':'.repeat(40),
    ':a',
    '[!NOTE]\na',
    '[!',
    ' '.repeat(40),
    '_'.repeat(40),
  )
  const address = fc.constantFrom(
    '#a',
    '../'.repeat(20),
    'https://e.com/a#gh-dark-mode-only',
    'x',
    '//',
    ':'.repeat(40),
  )
  const unit: fc.Arbitrary<() => Element> = fc
    .record({
      tagName: fc.constantFrom(
        'h1',
        'h6',
        'p',
        'a',
        'img',
        'code',
        'blockquote',
        'td',
        'picture',
        'source',
        'span',
      ),
      inside: fc.constantFrom('p', 'code', 'img', 'source', 'a', 'h2'),
      words,
      address,
    })
    .map(({ tagName, inside, words, address }) => () => {
      const properties = () => ({
        id: 'x-a',
        href: address,
        src: address,
        srcSet: address,
        media: '(prefers-color-scheme: dark)',
        className: ['language-c'],
      })
      const child = element(inside, properties(), [text(words)])
      return element(tagName, properties(), tagName === 'img' ? [] : [child, text(words)])
    })

  /** The same element again and again: beside each other, or with half of them each inside the one before. */
  function build(make: () => Element, size: number, depth: number): Root {
    const root: Root = { type: 'root', children: [] }
    let place: Root | Element = root
    for (let at = 0; at < size; at++) {
      const next = make()
      place.children.push(next)
      place = depth > 0 && at % depth !== 0 && next.tagName !== 'img' ? next : root
    }
    return root
  }

  const resolver = createAddressResolver('https://github.com/a/b')
  test.each([
    ['measured', findTreeExcess],
    ['given hardened links', (tree: Root) => hardenLinks(tree, 'x-', resolver)],
    ['given alerts', markAlerts],
    ['given ids', (tree: Root) => placeHeadings(tree, 'x-')],
    ['given emoji', replaceEmoji],
    ['given short code', markShortCode],
    ['listed by headings', listHeadings],
    ['searched for code', takeCodeBlocks],
    ['given pictures for a theme', splitPictures],
  ])('is %s in time that grows with its size', (_, work: (tree: Root) => unknown) => {
    fc.assert(
      fc.property(unit, fc.constantFrom(0, 2, 40), (make, depth) => {
        expectLinear((size) => {
          const tree = build(make, size, depth)
          return () => work(tree)
        }, 2_500)
      }),
      { numRuns: 12 },
    )
  })
})
