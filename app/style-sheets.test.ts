import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const list = 'app/style-sheets.ts'
const find = (pattern: string) => globSync(`{app,components}/**/${pattern}`, { cwd: root })
const readImports = (file: string) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^import '(.+\.css)'$/gm)].map(([, path = '']) => path)

test('every style sheet is in the one list, so that a page asks for one file', () => {
  const listed = readImports(list).map((path) =>
    path.startsWith('#') ? path.slice(1) : relative(root, join(root, 'app', path)),
  )
  expect(listed.toSorted()).toEqual(find('*.css').toSorted())
})

test('no other module brings a style sheet of its own', () => {
  expect(find('*.{ts,tsx}').filter((file) => file !== list && readImports(file).length > 0)).toEqual([])
})
