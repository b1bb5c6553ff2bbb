/** Guards the rules in `scripts/find-architecture-violations.ts` for every source file of this repository. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findArchitectureViolations, findLostRules } from './scripts/find-architecture-violations.ts'
import type { SourceFile } from './scripts/list-imports.ts'
import { findEmptyRooms, findFloorViolations } from './scripts/room-floors.ts'

const root = import.meta.dirname
/** What is made here and not written. */
const made = ['data', 'node_modules', 'playwright-report', 'test-results']

function readSources(): SourceFile[] {
  const top = readdirSync(root, { withFileTypes: true })
  const below = top
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !made.includes(entry.name))
    .flatMap(({ name }) => readdirSync(join(root, name), { withFileTypes: true, recursive: true }))
  return [...top, ...below]
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(?:ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules') && !path.includes('.next'))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}

test('every source file keeps to the rules', () => {
  const files = readSources()
  expect(files.length).toBeGreaterThan(1_000)
  expect(findArchitectureViolations(files)).toEqual([])
  expect(findEmptyRooms(files)).toEqual([])
  expect(findLostRules(files)).toEqual([])
})

describe('a planted violation is found:', () => {
  const plant = (path: string, text: string) => findArchitectureViolations([{ path, text }])

  test.each([
    ['lib imports components', 'lib/catalog/search/a.ts', "import { Logo } from '#components/ui/logo.tsx'"],
    ['components import app', 'components/ui/logo.tsx', "import Page from '../../app/page.tsx'"],
    [
      'the gallery imports the registry',
      'app/page.tsx',
      "import { openStore } from '#registry/store/open-store.ts'",
    ],
    [
      'the registry imports the catalogue',
      'registry/main.ts',
      "import type { Catalog } from '#lib/catalog/catalog.ts'",
    ],
    ['a link that fetches its page on sight', 'components/site/a.tsx', "import Link from 'next/link'"],
    ['the registry imports Next', 'registry/server/a.ts', "import { NextResponse } from 'next/server'"],
    [
      'what stands above the store imports Kysely',
      'registry/domain/images/a.ts',
      "import { sql } from 'kysely'",
    ],
    [
      'what stands above the store names SQLite',
      'registry/apis/operator/a.ts',
      'const statement = `PRAGMA page_count`',
    ],
    ['SQL of one engine', 'registry/store/sql/a.ts', 'const a = `SELECT 1 FROM json_each($1)`'],
    ['a parameter without a number', 'registry/store/sql/a.ts', 'const a = `SELECT a FROM b WHERE c = ?`'],
    ['a table called as a word of SQL', 'registry/store/sql/a.ts', 'const a = `SELECT 1 FROM user`'],
    ['a column that loses its capitals', 'registry/store/sql/a.ts', 'const a = `SELECT a AS bC FROM b`'],
    ['a domain imports an API', 'registry/domain/images/a.ts', "import { b } from '#registry/apis/sts/b.ts'"],
    [
      'a handler takes the whole service',
      'registry/apis/ecr-public/operations/a.ts',
      "import type { Service } from '#registry/service.ts'",
    ],
    ['the registry imports React', 'registry/server/a.ts', "import { cache } from 'react'"],
    [
      'lib/oci imports another part of lib',
      'lib/oci/digest.ts',
      "import { readConfig } from '#lib/config/config.ts'",
    ],
    ['lib imports React outside its Next-facing parts', 'lib/catalog/text/a.ts', "import 'react'"],
    ['an import over several lines', 'lib/markdown/b.ts', "import {\n  x,\n  y,\n} from '#components/x.tsx'"],
    ['a dynamic import', 'registry/server/a.ts', "const next = await import('next/cache')"],
    ['a re-export', 'lib/markdown/b.ts', "export { x } from '#components/x.tsx'"],
    ['an import without its extension', 'lib/markdown/b.ts', "import { x } from './c'"],
    ['a relative path across rooms', 'app/page.tsx', "import { x } from '../lib/addresses/routes.ts'"],
    [
      'a page that imports what tests start',
      'lib/pages/tags/a.ts',
      "import { startTestSync } from '#testing/test-sync.ts'",
    ],
    ['lib imports a room above', 'lib/addresses/a.ts', "import { getLog } from '#lib/runtime/log.ts'"],
    ['the catalogue imports an inner room above', 'lib/catalog/text/a.ts', "import '../engine/engine.ts'"],
    ['process.env outside lib/config', 'registry/main.ts', 'const port = process.env.PORT'],
    ['a dumping ground', 'lib/pages/tags/utils.ts', ''],
    ['a barrel', 'components/ui/index.ts', ''],
    ['a test driver among the code', 'components/ui/testing/a.ts', ''],
    ['a name that is not kebab-case', 'components/ui/CopyButton.tsx', ''],
    [
      'a cache bounded by a count alone',
      'lib/net/a.ts',
      'const a = new LRUCache<string, string>({ max: 9 })',
    ],
    [
      'a cache whose entries have no size',
      'registry/domain/access/a.ts',
      '// Small ones.\nconst a = new LRUCache<string, string>({\n  maxSize: 9,\n})',
    ],
    ['a file of more than 500 lines', 'lib/markdown/b.ts', 'x\n'.repeat(501)],
  ])('%s', (_, path, text) => {
    expect(plant(path, text)).toHaveLength(1)
  })

  test.each([
    [
      'app/page.tsx',
      "import { Logo } from '#components/ui/logo.tsx'\nimport { notFound } from 'next/navigation'",
    ],
    [
      'registry/apis/ecr-public/a.ts',
      "import { isRepositoryName } from '#lib/oci/repository-name.ts'\nimport './b.ts'",
    ],
    ['lib/pages/tags/a.ts', "import { cache } from 'react'\nimport '#lib/catalog/catalog.ts'"],
    ['lib/config/config.ts', 'export const readConfig = (env = process.env) => env'],
    [
      'lib/net/a.ts',
      '// Addresses: 45 characters at most.\nconst a = new LRUCache<string, boolean>({ max: 9 })',
    ],
    [
      'lib/net/b.ts',
      'const a = new LRUCache<string, string>({\n  maxSize: 9,\n  sizeCalculation: (value) => value.length,\n})',
    ],
    ['app/[alias]/[...repository]/page.tsx', "import { Placard } from '#components/repository/placard.tsx'"],
  ])('and %s, which keeps to them, is left alone', (path, text) => {
    expect(plant(path, text)).toEqual([])
  })
})

test('a rule about what is not there is found', () => {
  const files = readSources().filter(
    ({ path }) => path !== 'registry/service.ts' && !path.startsWith('lib/net/'),
  )
  expect(findLostRules(files)).toEqual(['lib/net', 'registry/service.ts'])
})

describe('the floors of a folder:', () => {
  const table = { house: [['main.ts'], ['hall', 'kitchen'], ['cellar', 'vault']] }
  const build = (files: Record<string, string>) =>
    findFloorViolations(
      Object.entries(files).map(([path, text]) => ({ path, text })),
      table,
    )

  test.each([
    ['an import that points up', { 'house/cellar/a.ts': "import '../hall/b.ts'" }],
    ['one by its alias', { 'house/cellar/a.ts': "import { b } from '#house/hall/b.ts'" }],
    ['one from deep inside a room', { 'house/cellar/deep/a.ts': "export { b } from '../../hall/b.ts'" }],
    ['one to a file outside the rooms', { 'house/hall/a.ts': "await import('../main.ts')" }],
    ['a room that has no floor', { 'house/attic/a.ts': '' }],
  ])('%s is found', (_, files) => {
    expect(build(files)).toHaveLength(1)
  })

  test('a circle of rooms on one floor is found, at each of its arrows', () => {
    expect(
      build({ 'house/hall/a.ts': "import '../kitchen/b.ts'", 'house/kitchen/c.ts': "import '../hall/d.ts'" }),
    ).toHaveLength(2)
  })

  test('imports that point down, one way along a floor, or out of the folder are left alone', () => {
    expect(
      build({
        'house/main.ts': "import './hall/a.ts'",
        'house/hall/a.ts': "import '../cellar/a.ts'\nimport './b.ts'\nimport '#garden/a.ts'",
        'house/cellar/a.ts': "import '../vault/a.ts'\nimport 'hall'",
        'house/vault/a.test.ts': "import '../main.ts'",
      }),
    ).toEqual([])
  })

  test('a line of the table without a file is found', () => {
    expect(findEmptyRooms([{ path: 'house/hall/a.ts', text: '' }], table)).toEqual([
      'house/main.ts',
      'house/kitchen',
      'house/cellar',
      'house/vault',
    ])
  })
})
