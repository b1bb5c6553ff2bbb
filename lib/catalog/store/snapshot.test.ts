/** The file of the search engine only saves time: with a bad one, or none, everything is found all the same. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listFound, openTestCatalog, toTestRecord, toTestRegistryId } from '#testing/test-catalog.ts'
import { findTerm, noTerms } from '../engine/terms.ts'
import { openIndexDatabase, readRevision, readStoreId } from './index-database.ts'
import { readSnapshot, startSnapshot } from './snapshot.ts'

let folder = ''
const file = () => join(folder, 'catalog.sqlite')
const searchFile = () => `${file()}.search`
const acme = {
  aliases: ['acme'],
  repositories: [
    { repositoryName: 'web', description: 'Serves pages in 日本語' },
    { repositoryName: 'api', aboutText: 'Serves the pages' },
  ],
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
  openTestCatalog([acme], file()).close()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What the file holds, or null where it cannot be used. */
function readFile() {
  const database = openIndexDatabase(file(), 'test')
  const snapshot = readSnapshot(searchFile(), readStoreId(database), readRevision(database))
  database.close()
  return snapshot
}

function expectEverything(): void {
  const again = openTestCatalog([], file())
  expect(listFound(again, { text: 'serves pages' })).toEqual(['acme/web', 'acme/api'])
  expect(listFound(again, { text: '"the pages"' })).toEqual(['acme/api'])
  expect(listFound(again, { text: '日本' })).toEqual(['acme/web'])
  expect(again.catalog.facts().indexing).toBeNull()
  again.close()
}

test('closing writes it, and opening takes it over', () => {
  const snapshot = readFile()
  expect(snapshot?.segment.documentCount).toBe(2)
  expect(findTerm(snapshot?.segment.terms ?? noTerms, 'serves')).toBeGreaterThan(-1)
  expectEverything()
})

test('what was written after it is read from the store: changes, additions and removals', () => {
  const kept = readFileSync(searchFile())
  const opened = openTestCatalog([], file())
  const registryId = toTestRegistryId(0)
  opened.writer.putRepositories([
    toTestRecord(registryId, { repositoryName: 'web', description: 'Serves nothing' }),
    toTestRecord(registryId, { repositoryName: 'new', description: 'Serves pages' }),
  ])
  opened.writer.removeRepositories([{ registryId, repositoryName: 'api' }])
  opened.close()
  writeFileSync(searchFile(), kept)
  const again = openTestCatalog([], file())
  expect(listFound(again, { text: 'serves' }).toSorted()).toEqual(['acme/new', 'acme/web'])
  expect(listFound(again, { text: 'serves pages' })).toEqual(['acme/new'])
  again.close()
})

test.each([
  ['is missing', () => rmSync(searchFile())],
  ['is empty', () => writeFileSync(searchFile(), '')],
  ['was cut off', () => truncateSync(searchFile(), statSync(searchFile()).size - 5)],
  ['was cut in half', () => truncateSync(searchFile(), statSync(searchFile()).size >> 1)],
  ['is something else', () => writeFileSync(searchFile(), 'x'.repeat(100_000))],
  ['claims a header without end', () => writeFileSync(searchFile(), new Uint8Array(99).fill(255))],
])('when it %s, everything is found', (_, damage) => {
  damage()
  expect(readFile()).toBeNull()
  expectEverything()
  expect(readFile()).not.toBeNull()
})

test('one changed bit anywhere is noticed', () => {
  const whole = readFileSync(searchFile())
  for (let at = 0; at < whole.length; at += Math.max(1, Math.floor(whole.length / 150))) {
    const damaged = Uint8Array.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 4
    writeFileSync(searchFile(), damaged)
    expect(readFile(), `byte ${at}`).toBeNull()
  }
  expectEverything()
})

test('one of another store, or of a store that was set back, is not taken', () => {
  const kept = readFileSync(searchFile())
  expect(readSnapshot(searchFile(), 'another', 1_000)).toBeNull()
  writeFileSync(searchFile(), kept)
  const database = openIndexDatabase(file(), 'test')
  expect(readSnapshot(searchFile(), readStoreId(database), readRevision(database) - 1)).toBeNull()
  database.close()
  expectEverything()
})

test('when writing it is stopped halfway, the one before stays', async () => {
  const snapshot = readFile()
  if (snapshot === null) throw new Error('There is no file.')
  const before = readFileSync(searchFile())
  const writing = startSnapshot(searchFile(), { ...snapshot, revision: 99 }, () => undefined)
  writing.stop()
  expect(await writing.ended).toBe(false)
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(readFileSync(searchFile()).equals(before)).toBe(true)
})

test('what a process that was killed while writing left behind is removed', () => {
  writeFileSync(`${searchFile()}.4711.12.tmp`, 'half of it')
  expectEverything()
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('a folder that cannot be written is told', async () => {
  const snapshot = readFile()
  if (snapshot === null) throw new Error('There is no file.')
  const errors: Error[] = []
  const writing = startSnapshot(join(file(), 'no-folder', 'x'), snapshot, (error) => errors.push(error))
  expect(await writing.ended).toBe(false)
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The search index could not be written to /),
  ])
})
