/** The demo catalogue shows every case that a visitor can meet; each is named here, so none can get lost in an edit. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { type DemoRepository, readDemoContent } from './read-demo-content.ts'
import { withAddresses } from './to-catalog-data.ts'

const publishers = readDemoContent()
const repositories = publishers.flatMap((publisher) => publisher.repositories)

const texts = (repository: DemoRepository) =>
  [repository.aboutText, repository.usageText].filter((text) => text !== undefined)
const allText = repositories.flatMap(texts).join('\n\n')
const count = (test: (repository: DemoRepository) => boolean) => repositories.filter(test).length
const same = (values: string[] | undefined, expected: string[]) =>
  JSON.stringify([...(values ?? [])].sort()) === JSON.stringify(expected)

test('there are at least 6 publishers and 36 repositories', () => {
  expect(publishers.length).toBeGreaterThanOrEqual(6)
  expect(repositories.length).toBeGreaterThanOrEqual(36)
})

test('every name is one that the API takes, and none is there twice', () => {
  expect(publishers.map((publisher) => publisher.alias).filter((alias) => !isRegistryAlias(alias))).toEqual(
    [],
  )
  expect(repositories.map((repository) => repository.name).filter((name) => !isRepositoryName(name))).toEqual(
    [],
  )
  const paths = publishers.flatMap(({ alias, repositories: own }) =>
    own.map((repository) => `${alias}/${repository.name}`),
  )
  expect(new Set(paths).size).toBe(paths.length)
  expect(new Set(publishers.map((publisher) => publisher.accountId)).size).toBe(publishers.length)
})

describe('publishers', () => {
  test.each([
    ['verified', (publisher) => publisher.verified],
    ['not verified', (publisher) => !publisher.verified],
    ['without a display name', (publisher) => publisher.displayName === ''],
    ['with a name in Japanese', (publisher) => /\p{Script=Han}/u.test(publisher.displayName)],
    ['with an accented name', (publisher) => /[À-ÿ]/u.test(publisher.displayName)],
    ['with an ampersand in the name', (publisher) => publisher.displayName.includes('&')],
    ['with a name near the limit', (publisher) => publisher.displayName.length > 90],
    ['with an alias near the limit', (publisher) => publisher.alias.length > 45],
    ['with one repository', (publisher) => publisher.repositories.length === 1],
    ['with twelve or more', (publisher) => publisher.repositories.length >= 12],
  ] satisfies [string, (publisher: (typeof publishers)[number]) => boolean][])('one is %s', (_, matches) => {
    expect(publishers.some(matches)).toBe(true)
  })
})

describe('repositories', () => {
  test.each([
    ['a text close to the limit', (one) => texts(one).some((text) => text.length > 24_000)],
    ['only short texts', (one) => texts(one).length > 0 && texts(one).every((text) => text.length < 300)],
    ['a description close to the limit', (one) => (one.description?.length ?? 0) > 950],
    ['About, but no Usage', (one) => one.aboutText !== undefined && one.usageText === undefined],
    ['Usage, but no About', (one) => one.aboutText === undefined && one.usageText !== undefined],
    ['a description, but no text', (one) => one.description !== undefined && texts(one).length === 0],
    [
      'platforms, but no description',
      (one) => one.description === undefined && one.architectures !== undefined,
    ],
    ['no catalogue data at all', (one) => Object.keys(one).every(isNameOrUnset(one))],
    ['a logo', (one) => one.logoSvg !== undefined],
    ['texts, but no logo', (one) => texts(one).length > 0 && one.logoSvg === undefined],
    ['Windows only', (one) => same(one.operatingSystems, ['Windows'])],
    ['both operating systems', (one) => same(one.operatingSystems, ['Linux', 'Windows'])],
    ['four architectures', (one) => same(one.architectures, ['ARM', 'ARM 64', 'x86', 'x86-64'])],
    ['an architecture with no filter', (one) => one.architectures?.includes('RISC-V 64') === true],
    ['a name of two parts', (one) => one.name.split('/').length === 2],
    ['a name of three parts', (one) => one.name.split('/').length === 3],
    ['a name near the limit', (one) => one.name.length > 195],
    ['a description in Japanese', (one) => /\p{Script=Hiragana}/u.test(one.description ?? '')],
    ['a description in French', (one) => one.description?.includes('à partir de') === true],
    ['no images', (one) => one.images === undefined && one.description !== undefined],
    ['one chart', (one) => one.images?.kind === 'chart'],
    ['a signed release', (one) => listReleases(one).some(({ signed }) => signed)],
    ['a pre-release', (one) => listReleases(one).some(({ tags }) => /-(?:rc|beta)\b/.test(`${tags[0]}`))],
    ['four platforms', (one) => listReleases(one).length > 0 && listNewestPlatforms(one).length === 4],
    ['images of another platform than declared', (one) => listNewestPlatforms(one).some(isUndeclared(one))],
    [
      'an operating system declared of which there is no image any more',
      (one) =>
        one.operatingSystems?.includes('Windows') === true &&
        one.images !== undefined &&
        !listNewestPlatforms(one).some((platform) => platform.startsWith('windows/')),
    ],
    [
      'version families',
      (one) => new Set(listReleases(one).map(({ tags }) => /^[a-z]+\d*/.exec(`${tags[0]}`)?.[0])).size > 3,
    ],
    [
      'two versions of Windows in one image',
      (one) => listNewestPlatforms(one).filter((platform) => platform.startsWith('windows/')).length === 2,
    ],
    ['a deprecated repository', (one) => one.description?.startsWith('Deprecated: ') === true],
    ['images that others are built on', (one) => one.images?.kind === 'image' && one.images.isBase],
    ['neither image nor chart', (one) => one.images?.kind === 'artifact'],
    ['a release of today', (one) => one.images !== undefined && one.history.newestDaysAgo === 0],
    ['its last release a year ago', (one) => one.images !== undefined && one.history.newestDaysAgo > 365],
    ['resource tags', (one) => Object.keys(one.resourceTags).length > 0],
  ] satisfies [string, (one: DemoRepository) => boolean][])('one has %s', (_, matches) => {
    expect(count(matches)).toBeGreaterThanOrEqual(1)
  })
})

describe('texts', () => {
  test.each([
    ['a table', /^\|.*\|\n\|[-:| –]+\|$/m],
    ['a table aligned to the right', /^\|.*---:.*\|$/m],
    ['a task list', /^- \[x\] .*\n(?:- \[.\] .*\n)*- \[ \] /m],
    ['a footnote', /^\[\^\w+\]: /m],
    ['an image with a text for those who do not see it', /!\[[^\]]{20,}\]\(https:/],
    ['a link to another site', /\]\(https:|<https:/],
    ['a link to another repository here', /\]\(\{\{gallery\}\}\/[a-z-]+\//],
    ['a link to a heading', /\]\(#[a-z-]+\)/],
    ['strikethrough', /~~\w/],
    ['a list within a list, or code within a list', /^ {3}```/m],
    ['a first-level heading', /^# /m],
    ['a fourth kind of emphasis, bold', /\*\*\w/],
  ])('show %s', (_, pattern) => {
    expect(allText).toMatch(pattern)
  })

  test.each(['NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION'])('show the alert %s', (kind) => {
    expect(allText).toContain(`> [!${kind}]`)
  })

  test('have code in at least twelve languages, and some in none', () => {
    const languages = new Set([...allText.matchAll(/^ *```(\w*)\n/gm)].map((match) => match[1]))
    languages.delete('')
    expect(languages.size).toBeGreaterThanOrEqual(12)
    expect(allText).toMatch(/\n\n```\n\w/)
  })

  test('fit the limit of the API with host names of 60 characters', () => {
    const addresses = { registryHost: 'h'.repeat(60), galleryUrl: `https://${'g'.repeat(60)}` }
    const lengths = repositories.flatMap(texts).map((text) => withAddresses(text, addresses).length)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(25_600)
  })

  test('name this installation only by placeholders, and close what they open', () => {
    expect(allText).not.toMatch(/localhost:(?:3000|5050)|public\.ecr\.aws/)
    // A link without a host leads nowhere in a text that is shown in other places, too.
    expect(allText).not.toMatch(/\]\(\//)
    for (const text of repositories.flatMap(texts)) {
      expect((text.match(/^ *```/gm) ?? []).length % 2, text.slice(0, 80)).toBe(0)
    }
  })

  test('link only to repositories that exist', () => {
    const paths = new Set(
      publishers.flatMap(({ alias, repositories: own }) => own.map((one) => `/${alias}/${one.name}`)),
    )
    const links = [...allText.matchAll(/\]\(\{\{gallery\}\}(\/[^)?#]+)/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((link) => !paths.has(link))).toEqual([])
  })
})

describe('a repository agrees with itself', () => {
  test('the texts name the user that the image runs as', () => {
    const named = repositories.flatMap((one) => {
      const said = texts(one).flatMap((text) => [...text.matchAll(/runs as (?:the )?user `?(\w+)/g)])
      const user = one.images?.kind === 'image' ? one.images.runtime.user : undefined
      return said.map(([, name]) => ({ of: one.name, said: name, is: user?.split(':')[0] }))
    })
    expect(named.length).toBeGreaterThanOrEqual(3)
    expect(named.filter(({ said, is }) => said !== is)).toEqual([])
  })

  test('the texts name the licence that the image states', () => {
    const named = repositories.flatMap((one) => {
      const said = texts(one).flatMap((text) => [
        ...text.matchAll(/(?:Licence(?: of the image)?: |## Licence and source\n\n)([\w.-]+\w)/g),
      ])
      return said.map(([, name]) => ({ of: one.name, said: name, is: one.licence }))
    })
    expect(named.length).toBeGreaterThanOrEqual(3)
    expect(named.filter(({ said, is }) => said !== is)).toEqual([])
  })

  test('the texts link to the source that the image states', () => {
    const links = repositories.flatMap((one) =>
      texts(one)
        .flatMap((text) => text.match(/https:\/\/(?:code|git|depot)\.[^\s)>]+/g) ?? [])
        .map((link) => ({ of: one.name, link, source: one.source })),
    )
    expect(links.length).toBeGreaterThanOrEqual(2)
    expect(links.filter(({ link, source }) => !source || !link.startsWith(source))).toEqual([])
  })

  test('what an image is built on is here', () => {
    const tags = new Set(
      publishers.flatMap(({ alias, repositories: own }) =>
        own.flatMap((one) =>
          listReleases(one).flatMap((release) => release.tags.map((tag) => `${alias}/${one.name}:${tag}`)),
        ),
      ),
    )
    const bases = repositories.flatMap(({ images }) => (images?.kind === 'image' ? (images.base ?? []) : []))
    expect(bases.length).toBeGreaterThanOrEqual(10)
    expect(bases.filter((base) => !tags.has(base))).toEqual([])
  })
})

test('logos are simple shapes, different from each other', () => {
  const logos = repositories.flatMap((one) => one.logoSvg ?? [])
  expect(new Set(logos).size).toBe(logos.length)
  for (const logo of logos) {
    const elements = new Set([...logo.matchAll(/<(\w+)/g)].map((match) => match[1]))
    expect(
      [...elements].filter((name) => !['svg', 'title', 'rect', 'circle', 'path'].includes(`${name}`)),
    ).toEqual([])
  }
})

test('a file that cannot be used is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-content-'))
  mkdirSync(join(folder, 'acme'))
  writeFileSync(join(folder, 'acme', 'publisher.json'), '{"accountId":"12","verified":true}')
  expect(() => readDemoContent(folder)).toThrow(join('acme', 'publisher.json'))
})

function isNameOrUnset(repository: DemoRepository) {
  return (key: string) =>
    ['name', 'resourceTags', 'history', 'licence', 'source'].includes(key) ||
    repository[key as keyof DemoRepository] === undefined
}

function listReleases({ images }: DemoRepository) {
  return images?.kind === 'image' ? images.releases : []
}

/** The platforms of the release that is pushed last. */
function listNewestPlatforms(repository: DemoRepository): string[] {
  const { images } = repository
  return listReleases(repository).at(-1)?.platforms ?? (images?.kind === 'image' ? images.platforms : [])
}

function isUndeclared({ operatingSystems }: DemoRepository) {
  return (platform: string) =>
    platform.startsWith('windows/') && operatingSystems?.includes('Windows') !== true
}
