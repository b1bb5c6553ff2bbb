/** Guards that no route of the gallery's own takes the name of a publisher's repository. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRegistryAlias } from '#lib/oci/repository-name.ts'
import { toContentsRoute, toImageRoute, toTabRoute, toTagListRoute } from './internal-routes.ts'

const app = join(import.meta.dirname, '../../app')
/** Pages lie below their language, which next.config.mjs puts in front. */
const pagesFolder = join(app, '[language]')

test('each internal route is a folder of the app, below one name that no alias can have', () => {
  const repository = '[alias]/[...repository]'
  const routes = [
    toTabRoute('[tab]', repository),
    toTagListRoute(repository),
    toImageRoute('[reference]', repository),
    toContentsRoute('[reference]', repository),
  ]
  expect(routes.filter((route) => !existsSync(join(pagesFolder, route, 'page.tsx')))).toEqual([])
  const names = new Set(routes.map((route) => route.split('/')[1] ?? ''))
  expect(names.size).toBe(1)
  expect([...names].filter(isRegistryAlias)).toEqual([])
})

test('the pages of repositories are either at their own addresses or below that name', () => {
  const pages = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('page.tsx') && path.includes('[alias]'),
  )
  expect(pages.length).toBeGreaterThan(2)
  expect(pages.filter((path) => !path.startsWith('[alias]/') && !path.startsWith('~page/'))).toEqual([])
})

test('an alias has the names of tabs and internal routes for itself', () => {
  // `api`, the probes and the pages that stand at the top have theirs for good; nothing else in the app can be taken for an alias.
  const taken = [app, pagesFolder]
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && isRegistryAlias(entry.name))
    .map(({ name }) => name)
  expect(taken.filter((name) => !name.includes('.')).sort()).toEqual([
    'api',
    'docs',
    'livez',
    'opengraph-image',
    'publishers',
    'readyz',
    'search',
    'status',
  ])
})
