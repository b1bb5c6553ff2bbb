import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAlternativeNames } from './read-alternative-names.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alternatives-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(text: string) {
  const file = join(folder, 'names.txt')
  writeFileSync(file, text)
  return readAlternativeNames({ searchAlternativesFile: file })
}

test('names of the file stand beside those that come with the project', () => {
  const names = read('# ours\n\ngitea, forgejo  # a fork\r\npg postgres\n')
  expect(names.get('forgejo')).toEqual(['gitea'])
  expect(names.get('pg')).toEqual(expect.arrayContaining(['postgres', 'postgresql']))
  expect(readAlternativeNames({ searchAlternativesFile: null }).get('k8s')).toContain('kubernetes')
})

test.each([
  ['one name', 'a b\ngitea', /Line 2 .*'gitea'.* at least two different names/],
  ['the same name twice', 'node-js nodejs', /Line 1 /],
  ['no name at all', '*** b', /Line 1 /],
])('a line with %s is an error that names the file and the line', (_, text, message) => {
  expect(() => read(text)).toThrow(message)
  expect(() => read(text)).toThrow(/^SEARCH_ALTERNATIVES_FILE .*names\.txt cannot be used: /)
})

test('a file that is not there is an error that names it', () => {
  expect(() => readAlternativeNames({ searchAlternativesFile: join(folder, 'none.txt') })).toThrow(
    /SEARCH_ALTERNATIVES_FILE .*none\.txt cannot be used: ENOENT/,
  )
})
