/** Links in a README lead where they led in its repository, and never out of it. */
import { describe, expect, test } from 'vitest'
import { listElements } from './list-elements.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { createAddressResolver } from './resolve-addresses.ts'

function resolve(sourceUrl: string, address: string): [link: string | null, image: string | null] {
  const resolver = createAddressResolver(sourceUrl)
  return [resolver?.toLink(address) ?? null, resolver?.toImage(address) ?? null]
}

const github = 'https://github.com/a/b'

test.each([
  [
    github,
    'docs/x.md',
    `${github}/blob/HEAD/docs/x.md`,
    'https://raw.githubusercontent.com/a/b/HEAD/docs/x.md',
  ],
  [
    `${github}.git`,
    './x.png',
    `${github}/blob/HEAD/x.png`,
    'https://raw.githubusercontent.com/a/b/HEAD/x.png',
  ],
  [
    `${github}/`,
    '/x.png?raw=true#y',
    `${github}/blob/HEAD/x.png?raw=true#y`,
    'https://raw.githubusercontent.com/a/b/HEAD/x.png?raw=true#y',
  ],
  [
    `${github}/tree/main/images/c`,
    'x',
    `${github}/blob/main/images/c/x`,
    'https://raw.githubusercontent.com/a/b/main/images/c/x',
  ],
  [
    `${github}/tree/main/images/c`,
    '../x',
    `${github}/blob/main/images/x`,
    'https://raw.githubusercontent.com/a/b/main/images/x',
  ],
  [
    `${github}/tree/main/images/c`,
    '/x',
    `${github}/blob/main/x`,
    'https://raw.githubusercontent.com/a/b/main/x',
  ],
  [
    `${github}/blob/main/images/Dockerfile`,
    'x',
    `${github}/blob/main/images/x`,
    'https://raw.githubusercontent.com/a/b/main/images/x',
  ],
  ['http://github.com/a/b', 'x', `${github}/blob/HEAD/x`, 'https://raw.githubusercontent.com/a/b/HEAD/x'],
  [
    'https://gitlab.com/a/g/b',
    'x',
    'https://gitlab.com/a/g/b/-/blob/HEAD/x',
    'https://gitlab.com/a/g/b/-/raw/HEAD/x',
  ],
  [
    'https://git.example.com/a/b/-/tree/v1/c',
    'x',
    'https://git.example.com/a/b/-/blob/v1/c/x',
    'https://git.example.com/a/b/-/raw/v1/c/x',
  ],
  [
    'https://codeberg.org/a/b',
    'x',
    'https://codeberg.org/a/b/src/branch/HEAD/x',
    'https://codeberg.org/a/b/raw/branch/HEAD/x',
  ],
  [
    'https://bitbucket.org/a/b',
    'x',
    'https://bitbucket.org/a/b/src/HEAD/x',
    'https://bitbucket.org/a/b/raw/HEAD/x',
  ],
])('%s and %s', (sourceUrl, address, link, image) => {
  expect(resolve(sourceUrl, address)).toEqual([link, image])
})

test('a link can lead to other pages of the repository, as on GitHub', () => {
  expect(resolve(github, '../../issues')[0]).toBe(`${github}/issues`)
})

test.each([
  '../../../x',
  '../../../../evil/x',
  '\\\\evil.example/x',
  '//evil.example/x',
  '/\\evil.example/x',
  '%2e%2e/%2e%2e/%2e%2e/x',
])('%s leads out of the repository, and nowhere', (address) =>
  expect(resolve(github, address)).toEqual([null, null]),
)

test.each([
  '',
  'https://example.com/a/b',
  'https://github.com/a',
  'https://user:secret@github.com/a/b',
  'javascript:alert(1)',
  'git@github.com:a/b.git',
  `https://github.com/a/${'b'.repeat(600)}`,
])('nothing is known of %s', (sourceUrl) => {
  expect(createAddressResolver(sourceUrl)).toBeNull()
})

describe('in a text', () => {
  const render = (text: string, sourceUrl: string | null) => {
    const parsed = parseMarkdown(text, { idPrefix: 'x', sourceUrl })
    return parsed.kind === 'plain' ? [] : listElements(parsed.tree)
  }

  test('relative links and images are whole addresses, and places in the text stay', () => {
    const elements = render('[a](docs/a.md) ![b](b.png) [c](#c)', github)
    expect(elements.flatMap(({ properties }) => properties.href ?? properties.src ?? [])).toEqual([
      `${github}/blob/HEAD/docs/a.md`,
      'https://raw.githubusercontent.com/a/b/HEAD/b.png',
      '#x-c',
    ])
    expect(elements.find(({ tagName }) => tagName === 'a')?.properties.rel).toContain('nofollow')
  })

  test('without a source they are their words', () => {
    const elements = render('[a](docs/a.md) ![b](b.png)', null)
    expect(elements.map(({ tagName }) => tagName)).toEqual(['p', 'span', 'span'])
  })

  test('a picture of the repository keeps its theme', () => {
    const image = render('![a](a.png#gh-dark-mode-only)', github).find(({ tagName }) => tagName === 'img')
    expect(image?.properties.className).toEqual(['only-dark'])
  })
})
