/** A large catalogue without its index file is read in slices: pages answer meanwhile, and say how far it is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  listFound,
  openTestCatalog,
  toTestQuery,
  toTestRecord,
  toTestRegistryId,
} from '#testing/test-catalog.ts'

const registryId = toTestRegistryId(0)
const count = 2_600
const names = Array.from({ length: count }, (_, at) => `box-${String(at).padStart(4, '0')}`)

let folder = ''
const file = () => join(folder, 'catalog.sqlite')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
  const repositories = names.map((repositoryName) => ({ repositoryName, description: 'Holds things' }))
  openTestCatalog([{ aliases: ['acme'], repositories }], file()).close()
})
afterEach(() => rmSync(folder, { recursive: true }))

test('searches go on while it is read, and so do writes', async () => {
  rmSync(`${file()}.search`)
  const opened = openTestCatalog([], file())
  const { catalog, writer } = opened
  const total = () => catalog.search(toTestQuery({ text: 'things' })).totalResults
  expect(catalog.facts().indexing).toMatchObject({ total: count })
  expect(total()).toBe(catalog.facts().indexing?.done)

  // One that is not yet read, one that is, and one that goes.
  writer.putRepositories([
    toTestRecord(registryId, { repositoryName: 'box-2599', description: 'Holds nothing' }),
  ])
  expect(listFound(opened, { text: '"holds nothing"' })).toEqual(['acme/box-2599'])
  writer.putRepositories([
    toTestRecord(registryId, { repositoryName: 'box-0000', description: 'Holds nothing' }),
  ])
  writer.removeRepositories([{ registryId, repositoryName: 'box-2598' }])

  await opened.settle()
  expect(catalog.facts().indexing).toBeNull()
  expect(total()).toBe(count - 3)
  expect(listFound(opened, { text: 'box-2598' })).toEqual([])
  expect(listFound(opened, { text: '"holds nothing"' })).toEqual(['acme/box-0000', 'acme/box-2599'])
  opened.close()
})

test('what is read is kept in the file, so that the next start has it at once', async () => {
  rmSync(`${file()}.search`)
  const opened = openTestCatalog([], file())
  await opened.settle()
  opened.close()
  const again = openTestCatalog([], file())
  expect(again.catalog.facts().indexing).toBeNull()
  expect(again.catalog.search(toTestQuery({ text: 'box' })).totalResults).toBe(count)
  again.close()
})

test('a search stays right while segments are merged', async () => {
  const opened = openTestCatalog([], file())
  const ref = { registryId, repositoryName: 'box-0007' }
  opened.writer.putRepositories(
    names
      .slice(0, 1_500)
      .map((repositoryName) => toTestRecord(registryId, { repositoryName, description: 'New words' })),
  )
  const settled = opened.settle()
  opened.writer.removeRepositories([ref])
  opened.writer.putPullCounts([{ registryId, repositoryName: 'box-0009', pullCount: 50 }])
  await settled
  expect(opened.catalog.search(toTestQuery({ text: 'new words' })).totalResults).toBe(1_499)
  expect(listFound(opened, { text: 'new words' })[0]).toBe('acme/box-0009')
  expect(opened.catalog.search(toTestQuery({ text: 'things' })).totalResults).toBe(count - 1_500)
  opened.close()
})
