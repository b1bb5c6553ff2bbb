import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listFound, openTestCatalog, toTestRecord, toTestRegistryId } from '#testing/test-catalog.ts'
import { openCatalog } from './open-catalog.ts'

const registryId = toTestRegistryId(0)
const pageBytes = 4096
const acme = { aliases: ['acme', 'a1b2c3d4'], verified: true, repositories: [{ repositoryName: 'web' }] }

describe('the file', () => {
  let folder = ''
  const file = () => join(folder, 'deep', 'catalog.sqlite')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalog-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('keeps everything', () => {
    openTestCatalog([acme], file()).close()
    const again = openTestCatalog([], file())
    expect(listFound(again, { text: 'web' })).toEqual(['acme/web'])
    again.close()
  })

  test.each([
    [
      'is no database',
      () => writeFileSync(file(), 'not a database, but long enough to be read as one'.repeat(99)),
    ],
    ['is empty', () => writeFileSync(file(), '')],
    ['has damaged pages', () => writeFileSync(file(), new Uint8Array(40_000).fill(7), { flag: 'r+' })],
    [
      'is of another version',
      () => {
        const database = new DatabaseSync(file())
        database.exec('PRAGMA user_version = 9999')
        database.close()
      },
    ],
  ])('is rebuilt when it %s', (_, damage) => {
    openTestCatalog([acme], file()).close()
    damage()
    const again = openTestCatalog([], file())
    expect(again.catalog.facts()).toMatchObject({ repositoryCount: 0 })
    again.close()
  })

  /** Damages the first page of a table or index. */
  function damage(name: string): void {
    const database = new DatabaseSync(file())
    const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)
    database.close()
    const bytes = readFileSync(file())
    const from = (Number(row?.rootpage) - 1) * pageBytes
    writeFileSync(file(), bytes.fill(7, from, from + pageBytes))
  }

  test('is rebuilt when a damaged page is met in use, and the sources of the sync stay', () => {
    const filled = openTestCatalog([acme], file())
    filled.syncState.addSource('registry', 'own')
    filled.close()
    damage('repository_by_popularity')
    const errors: string[] = []
    const opened = openCatalog({
      file: file(),
      source: 'test',
      pageSize: 5,
      toLogoSrc: () => '',
      onError: ({ message }) => errors.push(message),
    })
    expect(listFound(opened, { text: 'web' })).toEqual(['acme/web'])
    expect(errors).toEqual([])

    expect(opened.catalog.listPopular(5)).toEqual([])
    expect(errors).toEqual([expect.stringMatching(/ was damaged\. It is being rebuilt\.$/)])
    expect(opened.catalog.facts()).toMatchObject({ repositoryCount: 0, indexing: null })
    expect(listFound(opened, { text: 'web' })).toEqual([])
    expect(opened.syncState.listSources()).toEqual([{ source: 'registry', identity: 'own' }])

    opened.writer.putRegistry({ registryId, displayName: null, verified: false, aliases: ['acme'] })
    opened.writer.putRepositories([toTestRecord(registryId, { repositoryName: 'crate' })])
    expect(listFound(opened, { text: 'crate' })).toEqual(['acme/crate'])
    opened.close()
    const again = openTestCatalog([], file())
    expect(listFound(again, {})).toEqual(['acme/crate'])
    again.close()
  })

  test.each(['repository', 'registry', 'repository_text'])(
    'is rebuilt when a damaged page of %s is met at the start',
    (table) => {
      openTestCatalog([acme], file()).close()
      rmSync(`${file()}.search`)
      damage(table)
      const opened = openTestCatalog([], file())
      expect(listFound(opened, {})).toEqual([])
      expect(opened.catalog.facts()).toMatchObject({ repositoryCount: 0 })
      opened.close()
    },
  )

  test('a damaged page met by a write fails the write, and the next one is into the new index', () => {
    openTestCatalog([acme], file()).close()
    damage('repository_tag')
    const opened = openTestCatalog([], file())
    const tags = [{ tag: '1', digest: 'x' }]
    const write = () =>
      opened.writer.putRepositories([toTestRecord(registryId, { repositoryName: 'new', tags })])
    expect(write).toThrow(/malformed/)
    opened.writer.putRegistry({ registryId, displayName: null, verified: false, aliases: ['acme'] })
    write()
    expect(listFound(opened, {})).toEqual(['acme/new'])
    opened.close()
  })

  test('is looked through for damage when the process before was killed', () => {
    openTestCatalog([acme], file()).close()
    const database = new DatabaseSync(file())
    database.exec(`DELETE FROM fact WHERE name = 'isClosed'`)
    database.close()
    damage('repository_by_popularity')
    const opened = openTestCatalog([], file())
    expect(opened.catalog.facts()).toMatchObject({ repositoryCount: 0 })
    opened.close()
  })

  test('is rebuilt when it was derived from another source', () => {
    openTestCatalog([acme], file()).close()
    const other = openCatalog({ file: file(), source: 'another', pageSize: 5, toLogoSrc: () => '' })
    expect(other.catalog.facts()).toMatchObject({ repositoryCount: 0 })
    other.close()
  })
})

describe('reading', () => {
  const opened = openTestCatalog([
    {
      ...acme,
      repositories: [
        { repositoryName: 'web', logoUrl: 'https://example.com/a.png' },
        { repositoryName: 'team/api' },
      ],
    },
  ])
  const { catalog } = opened

  test('a repository and its logo are found by any alias, under the primary one', () => {
    for (const alias of ['acme', 'a1b2c3d4']) {
      expect(catalog.findRepository(alias, 'team/api')).toMatchObject({
        registryAlias: 'acme',
        logoSrc: null,
      })
      expect(catalog.findLogo(alias, 'web')).toEqual({
        url: 'https://example.com/a.png',
        version: expect.stringMatching(/^[0-9a-f]{12}$/),
      })
    }
    expect(catalog.findRepository('nobody', 'web')).toBeNull()
    expect(catalog.findRepository('acme', 'api')).toBeNull()
    expect(catalog.findLogo('acme', 'team/api')).toBeNull()
  })

  test('a publisher is found by any alias, with what its repositories declare', () => {
    expect(catalog.findPublisher('a1b2c3d4')).toMatchObject({
      registryId,
      registryAlias: 'acme',
      aliases: ['acme', 'a1b2c3d4'],
      publisherName: 'acme',
      repositoryCount: 2,
    })
    expect(catalog.findPublisher('nobody')).toBeNull()
    expect(catalog.listVerifiedPublishers(5)).toHaveLength(1)
  })

  test("a publisher's repositories come by name", () => {
    expect(catalog.listPublisherRepositories(registryId)).toMatchObject([
      { repositoryName: 'team/api' },
      { repositoryName: 'web' },
    ])
  })

  test('lists answer plain objects', () => {
    const [path] = catalog.listPaths(1)
    expect(path).toEqual({
      registryAlias: 'acme',
      repositoryName: 'web',
      updatedAt: '2026-01-01T00:00:00.000Z',
    })
    expect(Object.getPrototypeOf(path)).toBe(Object.prototype)
  })
})

describe('writing', () => {
  test('the same content is no change; other content is, and is dated when it is seen', () => {
    const opened = openTestCatalog([acme])
    const same = toTestRecord(registryId, { repositoryName: 'web' })
    expect(opened.writer.putRepositories([same])).toEqual([])
    expect(opened.writer.putRepositories([{ ...same, description: 'new words' }])).toEqual([
      { registryId, repositoryName: 'web' },
    ])
    expect(opened.catalog.findRepository('acme', 'web')).toMatchObject({
      description: 'new words',
      updatedAt: '2026-05-01T00:00:00.000Z',
    })
    expect(listFound(opened, { text: 'words' })).toEqual(['acme/web'])
  })

  test('the change feed dates a change', () => {
    const opened = openTestCatalog([acme])
    const changedAt = '2026-02-03T04:05:06.000Z'
    opened.writer.putRepositories([
      { ...toTestRecord(registryId, { repositoryName: 'web' }), description: 'new', changedAt },
    ])
    expect(opened.catalog.findRepository('acme', 'web')?.updatedAt).toBe(changedAt)
  })

  test('what is removed is neither found nor counted', () => {
    const opened = openTestCatalog([acme])
    const gone = [{ registryId, repositoryName: 'web' }]
    expect(opened.writer.removeRepositories(gone)).toEqual(gone)
    expect(opened.writer.removeRepositories(gone)).toEqual([])
    expect(listFound(opened, { text: 'web' })).toEqual([])
    expect(opened.catalog.facts().repositoryCount).toBe(0)
  })

  test('a new name, mark or alias of a registry reaches its repositories', () => {
    const opened = openTestCatalog([acme])
    const record = { registryId, displayName: 'Zenith Ltd', verified: false, aliases: ['zenith', 'acme'] }
    expect(opened.writer.putRegistry(record)).toBe(true)
    expect(opened.writer.putRegistry(record)).toBe(false)
    expect(opened.catalog.findRepository('acme', 'web')).toMatchObject({
      registryAlias: 'zenith',
      publisherName: 'Zenith Ltd',
      verified: false,
    })
    expect(listFound(opened, { text: 'zenith' })).toEqual(['zenith/web'])
    expect(opened.catalog.findPublisher('a1b2c3d4')).toBeNull()
    opened.writer.removeRegistry(registryId)
    expect(listFound(opened, {})).toEqual([])
    expect(opened.catalog.facts()).toMatchObject({ repositoryCount: 0, publisherCount: 0 })
  })

  test('what a publisher says of itself is kept, counts as a change, and goes when it is taken back', () => {
    const opened = openTestCatalog([acme])
    const record = { registryId, displayName: 'Acme', verified: false, aliases: ['acme'] }
    const profile = { description: 'Tools.', website: 'https://acme.example/' }
    opened.writer.putRegistry(record)
    expect(opened.catalog.findPublisher('acme')).toMatchObject({ description: null, website: null })
    expect(opened.writer.putRegistry({ ...record, ...profile })).toBe(true)
    expect(opened.writer.putRegistry({ ...record, ...profile })).toBe(false)
    expect(opened.catalog.findPublisher('acme')).toMatchObject(profile)
    expect(opened.writer.putRegistry({ ...record, ...profile, website: null })).toBe(true)
    expect(opened.writer.putRegistry(record)).toBe(true)
    expect(opened.catalog.findPublisher('acme')).toMatchObject({ description: null, website: null })
  })

  test('pull counts are replaced as a whole', () => {
    const opened = openTestCatalog([
      {
        aliases: ['acme'],
        repositories: [{ repositoryName: 'web', pullCount: 4 }, { repositoryName: 'api' }],
      },
    ])
    expect(opened.catalog.listPopular(1)).toMatchObject([{ repositoryName: 'web', pullCount: 4 }])
    opened.writer.putPullCounts([{ registryId, repositoryName: 'api', pullCount: 2 }])
    expect(opened.catalog.listPopular(2)).toMatchObject([{ repositoryName: 'api' }, { pullCount: 0 }])
  })

  test('facts say when the endpoint was read, and why it could not be', () => {
    const { catalog, writer } = openTestCatalog()
    expect(catalog.facts()).toMatchObject({ syncedAt: null, syncError: null })
    writer.noteSyncError('It is away.')
    expect(catalog.facts()).toMatchObject({ syncedAt: null, syncError: 'It is away.' })
    writer.noteSync()
    expect(catalog.facts()).toMatchObject({ syncedAt: '2026-05-01T00:00:00.000Z', syncError: null })
  })
})
