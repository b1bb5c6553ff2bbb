/** Guards that the documentation names nothing that is not there: files, npm scripts, operations, variables. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCatalogSources } from './lib/config/catalog-sources.ts'
import { readConfig } from './lib/config/config.ts'
import { environment } from './lib/config/environment.ts'
import { readUpstreams } from './lib/config/upstreams.ts'
import { listAllowedImports } from './scripts/find-architecture-violations.ts'
import { floors } from './scripts/room-floors.ts'

const root = import.meta.dirname
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = [
  ...readdirSync(root),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'))

test.each(documents)('%s links to files that exist', (document) => {
  const targets = [...read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
  const missing = targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(root, dirname(document), target)))
  expect(missing).toEqual([])
})

test.each(documents)('%s names npm scripts that exist', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read(document).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '')
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

test.each(documents)('%s sets variables that exist', (document) => {
  const known = (name: string) => Object.hasOwn(environment.shape, name) || /^(?:AWS|OTEL)_/.test(name)
  const named = [...read(document).matchAll(/\b([A-Z][A-Z_]{3,})=/g)].map((match) => match[1] ?? '')
  expect(named.filter((name) => !known(name))).toEqual([])
})

test.each([
  [
    'sync.md',
    (file: string) => readCatalogSources(readConfig({ CATALOG_SOURCES_FILE: file })).map(({ name }) => name),
  ],
  ['upstreams.md', (file: string) => readUpstreams({ upstreamsFile: file }).map(({ host }) => host)],
])('docs/%s has entries that can be used as they are written', (document, readEntries) => {
  const folder = mkdtempSync(join(tmpdir(), 'documented-'))
  try {
    const entries = [...read(join('docs', document)).matchAll(/```json\n([\s\S]*?)```/g)]
    expect(entries.length).toBeGreaterThan(0)
    for (const [at, [, text = '']] of entries.entries()) {
      const given: unknown = JSON.parse(text)
      const file = join(folder, `${at}.json`)
      writeFileSync(file, JSON.stringify(Array.isArray(given) ? given : [given]))
      expect(readEntries(file).length).toBeGreaterThan(0)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('README.ja.md keeps step: the same commands, files and addresses, and as many sections', () => {
  const listParts = (document: string, pattern: RegExp) =>
    [...read(document).matchAll(pattern)].map((match) => match[0])
  for (const pattern of [
    /```[a-z]*\n[\s\S]*?```/g,
    /`\{ "[^`]*`/g,
    /<http[^>]*>/g,
    /`(?:npm run cluster|docker compose)[^`]*`/g,
  ]) {
    expect(listParts('README.ja.md', pattern)).toEqual(listParts('README.md', pattern))
  }
  const listLinks = (document: string) =>
    new Set([...read(document).matchAll(/\]\((docs\/[^)]*)\)/g)].map((match) => match[1] ?? ''))
  // The figures, and what they refer to, stand in one place.
  const figures = 'docs/adr/0008-search-engine.md'
  expect([...listLinks('README.md')].filter((link) => link !== figures).sort()).toEqual(
    [...listLinks('README.ja.md')].sort(),
  )
  expect(listParts('README.ja.md', /^## /gm).length).toBe(listParts('README.md', /^## /gm).length)
})

describe('the table of rooms in docs/architecture.md', () => {
  const table = [...read('docs/architecture.md').matchAll(/^\| (`[^|]+) \|[^|]*\| ([^|]*) \|$/gm)]
  const rooms = table.flatMap(([, names = '', imports = '']) =>
    [...names.matchAll(/`((?:lib|registry)\/[\w.-]+)\/?`/g)].map(([, room = '']) => ({ room, imports })),
  )

  test.each(['lib', 'registry'])('has each room of %s, from the top floor to the ground', (folder) => {
    const levelOf = (room: string) => (floors[folder] ?? []).findIndex((floor) => floor.includes(room))
    const listed = rooms
      .filter(({ room }) => room.startsWith(`${folder}/`))
      .map(({ room }) => room.slice(folder.length + 1))
    const isFolder = (room: string) => !room.endsWith('.ts')
    expect(listed.filter(isFolder).sort()).toEqual((floors[folder] ?? []).flat().filter(isFolder).sort())
    expect(listed.map(levelOf)).toEqual(listed.map(levelOf).toSorted((a, b) => a - b))
  })

  test('has each room of components in one line, from the top floor to the ground', () => {
    const [, line = ''] = /^\| `components\/` \| ([^|]*) \|/m.exec(read('docs/architecture.md')) ?? []
    const listed = [...line.matchAll(/`([\w-]+)\/`/g)].map(([, room]) => room)
    expect(listed).toEqual(floors.components?.flat())
  })

  test('says of each room of lib what it may import', () => {
    const said = rooms.filter(({ room }) => room.startsWith('lib/'))
    for (const { room, imports } of said) {
      const named = [...imports.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
      expect(named, room).toEqual(listAllowedImports(room))
    }
  })
})

const compatibility = read('docs/compatibility.md')
const rows = [...compatibility.matchAll(/^\| `(\w+)` \| (works|differs|refused) \|.*\| `([^`]+)` \|$/gm)]

test('docs/compatibility.md has one row for each operation', () => {
  const operations = readdirSync(join(root, 'registry', 'apis', 'ecr-public', 'operations'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.replace('.ts', '').replace(/(?:^|-)[a-z]/g, (start) => start.slice(-1).toUpperCase()))
  expect(rows.map((row) => row[1]).sort()).toEqual(operations.sort())
})

test('docs/compatibility.md names tests that exist, and that test this operation', () => {
  for (const [, operation = '', , file = ''] of rows) {
    const path = join('registry', 'apis', 'ecr-public', file)
    expect(existsSync(join(root, path)), path).toBe(true)
    expect(read(path), path).toContain(operation)
  }
})

test('docs/adr/0002-dependencies.md has a reason for each package, and no others', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
  const table = [...read('docs/adr/0002-dependencies.md').matchAll(/^\| (`.*?`) \|/gm)]
  const listed = table.flatMap((row) => [...(row[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]))
  const installed = Object.keys({ ...dependencies, ...devDependencies })
  expect(listed.sort()).toEqual(installed.filter((name) => !name.startsWith('@types/')).sort())
})
