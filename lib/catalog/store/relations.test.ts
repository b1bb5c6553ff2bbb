/** The index tells what an image is built on by its layers and by its name, and who else is built on that. */
import { beforeEach, expect, test } from 'vitest'
import { openTestCatalog, toTestRecord, toTestRegistryId } from '#testing/test-catalog.ts'
import type { RepositoryRelations } from '../catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import type { ImageRef } from './catalog-writer.ts'

const digestOf = (begin: string) => `sha256:${begin.padEnd(64, '0')}`
const [base1, base2, web, extra] = ['b1', 'b2', 'c1', 'c2'].map(digestOf) as [string, string, string, string]
const registryId = toTestRegistryId(0)
const asOf = '2026-04-01T00:00:00.000Z'

let opened: OpenCatalog
beforeEach(() => {
  opened = openTestCatalog([
    { aliases: ['acme'], verified: true, repositories: [] },
    { aliases: ['copycat'], repositories: [] },
  ])
  for (const [position, place] of ['a.example', 'a.example'].entries()) {
    noteRegistry(toTestRegistryId(position), place)
  }
})

/** As the sync does when it lists the repositories of a registry. */
function noteRegistry(id: string, place: string) {
  const { syncState, writer } = opened
  syncState.addSource('test', 'test')
  syncState.claimRegistry(id, 'test')
  const [alias = ''] = writer.listAliases(id)
  const uri = `${place}/${alias}/base`
  syncState.noteListed(syncState.beginListing(id), [
    { registryId: id, repositoryName: 'base', repositoryUri: uri, createdAt: asOf },
  ])
}

function put(
  name: string,
  relations: Partial<RepositoryRelations>,
  { id = registryId, tags = [] as [string, string][], usageText = '' } = {},
): ImageRef {
  const digest = digestOf(`${name.length}${id.slice(-1)}`)
  const image = { registryId: id, repositoryName: name, tag: '2', digest, asOf }
  opened.writer.putRepositories([
    toTestRecord(id, {
      repositoryName: name,
      usageText,
      newestTag: { tag: '2', pushedAt: null },
      shownImage: { tag: '2', digest },
      tags: [{ tag: '2', digest }, ...tags.map(([tag, one]) => ({ tag, digest: one }))],
      changedAt: asOf,
    }),
  ])
  opened.writer.putImageFacts(image, {
    kind: 'image',
    platforms: [],
    sizeBytes: 1,
    licence: null,
    sourceUrl: null,
    attached: { signatures: 0, boms: 0, attestations: 0 },
    relations: { chainIds: [], baseName: null, deploys: [], ...relations },
  })
  return image
}

test('an image whose layers are the first ones of another is its base; verified publishers before copies', () => {
  put('base', { chainIds: [base1] }, { id: toTestRegistryId(1) })
  put('base', { chainIds: [base1] })
  put('web', { chainIds: [base1, web] })
  const find = (...chainIds: string[]) =>
    opened.catalog
      .findBaseImages(chainIds, { except: null, limit: 3 })
      .map(({ registryAlias, repositoryName, layerCount }) => [registryAlias, repositoryName, layerCount])
  expect(find(base1)).toEqual([
    ['acme', 'base', 1],
    ['copycat', 'base', 1],
  ])
  // The one with the most layers is what it is built on; the others are what that is built on.
  expect(find(base1, web)[0]).toEqual(['acme', 'web', 2])
  expect(find(base2)).toEqual([])
  expect(find()).toEqual([])
})

test('older images of what others are built on are to be read once, and are found then', () => {
  const older = digestOf('dd')
  const base = put(
    'base',
    { chainIds: [base2] },
    {
      tags: [
        ['1', older],
        ['sha256-dd.sig', digestOf('ee')],
      ],
    },
  )
  expect(opened.writer.listUnreadBases(base)).toEqual([])
  const image = put('web', { chainIds: [base1, web], baseName: 'a.example/acme/base' })
  const [unread, ...others] = opened.writer.listUnreadBases(image)
  expect([unread, others]).toEqual([
    { registryId, repositoryName: 'base', tag: '1', digest: older, asOf: '' },
    [],
  ])
  expect(opened.writer.listUnreadBases(base)).toEqual([unread])
  if (unread === undefined) throw new Error('Nothing is to be read.')
  // Both pages show something else now, and no other one.
  expect(opened.writer.putImageLayers(unread, [base1]).map(({ repositoryName }) => repositoryName)).toEqual([
    'base',
    'web',
  ])
  expect(opened.writer.putImageLayers(unread, [base1])).toEqual([])
  expect(opened.writer.putImageLayers(unread, [extra])).toEqual([])
  expect(opened.writer.putImageLayers(unread, [])).toEqual([])
  for (let at = 0; at < 21; at++) put(`worker-${at}`, { chainIds: [base1, extra] })
  expect(opened.writer.putImageLayers(unread, [base1])).toEqual([{ registryId, repositoryName: 'base' }])
  expect(opened.writer.listUnreadBases(image)).toEqual([])
  expect(opened.catalog.findBaseImages([base1], { except: null, limit: 1 })).toEqual([
    { registryAlias: 'acme', repositoryName: 'base', digest: older, tag: '1', layerCount: 1 },
  ])
})

test('who is built on the same, by name and by layers; what changes or goes is not among them', () => {
  put('base', { chainIds: [base1] })
  put('web', { chainIds: [base1, web] })
  put('worker', { chainIds: [base2, extra], baseName: 'a.example/acme/base' })
  const list = () => {
    const known = opened.catalog.findRelations('acme', 'base')
    if (known === null) throw new Error('There is no base.')
    const wanted = { base: known.imageNames, layers: known.layers }
    const { total, repositories } = opened.catalog.listRelated(wanted, {
      except: known.repositoryId,
      limit: 1,
    })
    return [total, repositories.length]
  }
  expect(opened.catalog.findRelations('acme', 'base')?.imageNames).toEqual(['a.example/acme/base'])
  expect(list()).toEqual([2, 1])
  put('worker', { chainIds: [base2, extra] })
  expect(list()).toEqual([1, 1])
  opened.writer.removeRepositories([{ registryId, repositoryName: 'web' }])
  expect(opened.catalog.findBaseImages([base1, web], { except: null, limit: 3 })).toHaveLength(1)
})

test('the pages of those that it has to do with are told of it, in both directions, unless they are many', () => {
  const base = put('base', { chainIds: [base1] })
  const image = put('web', { chainIds: [base1, web], baseName: 'a.example/acme/base' })
  const chart = put('chart', { deploys: ['a.example/acme/web', 'a.example/acme/none'] })
  const list = (one: ImageRef) =>
    opened.writer
      .listConcerned(one)
      .map(({ repositoryName }) => repositoryName)
      .sort()
  expect(list(chart)).toEqual(['web'])
  noteRegistry(registryId, 'a.example')
  expect([list(base), list(image)]).toEqual([['web'], ['base', 'chart']])
  for (let at = 0; at < 21; at++) put(`worker-${at}`, { baseName: 'a.example/acme/base' })
  expect([list(base), list(image)]).toEqual([[], ['base']])
})

test('an image name leads to the repository that is pulled under it, and to no other', () => {
  put('web', {})
  const find = (name: string) => opened.catalog.findImageName(name)
  expect(find('a.example/acme/web')).toEqual({ registryAlias: 'acme', repositoryName: 'web' })
  for (const name of ['b.example/acme/web', 'a.example/web', 'a.example/copycat/web', 'a.example', '']) {
    expect(find(name), name).toBeNull()
  }
})

test('what is used together: by a chart of its own or a verified publisher, and by usage texts; each once, with its reason', () => {
  const copycat = toTestRegistryId(1)
  put('web', {})
  put('db', {})
  put('cache', {}, { usageText: 'docker run a.example/acme/web:2, then `a.example/acme/cache`.' })
  put('rival', {}, { id: copycat, usageText: 'docker run a.example/acme/web a.example/copycat/rival' })
  put('chart', { deploys: ['a.example/acme/web', 'a.example/acme/db', 'b.example/acme/none'] })
  // Nobody else puts himself beside another's name.
  put('chart', { deploys: ['a.example/acme/web', 'a.example/copycat/rival'] }, { id: copycat })
  const list = (alias: string, name: string) =>
    opened.catalog
      .listCompanions(alias, name)
      .map(({ repository: { registryAlias, repositoryName }, reason }) => [
        `${registryAlias}/${repositoryName}`,
        reason.kind === 'chart' ? `chart ${reason.registryAlias}/${reason.repositoryName}` : reason.kind,
      ])
  expect(list('acme', 'web')).toEqual([
    ['acme/db', 'chart acme/chart'],
    ['acme/cache', 'named'],
  ])
  expect(list('acme', 'cache')).toEqual([['acme/web', 'names']])
  expect(list('copycat', 'rival')).toEqual([['acme/web', 'chart copycat/chart']])
  expect(list('acme', 'nothing')).toEqual([])
  // A text that changes takes with it what it named, and the image's facts leave it as it is.
  put('cache', { baseName: 'a.example/acme/base' }, { usageText: 'docker run a.example/acme/db' })
  expect(list('acme', 'web')).toEqual([['acme/db', 'chart acme/chart']])
  expect(list('acme', 'cache')).toEqual([['acme/db', 'names']])
})
