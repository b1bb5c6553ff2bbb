/** The generated catalogue is what measurements rest on: always the same one, and like a real one in what matters. */
import { expect, test } from 'vitest'
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { isTag } from '#lib/oci/tag.ts'
import { type CatalogueBatch, createCatalogue } from './catalogue-generator.ts'
import { createQueryLoad, createSuggestionLoad } from './query-load.ts'

const options = { repositoryCount: 3_000 }

test('the same seed gives the same catalogue and the same queries, another seed another', () => {
  const make = (seed: number) => {
    const catalogue = createCatalogue({ repositoryCount: 300, seed })
    return [
      [...catalogue.batches()],
      createQueryLoad(catalogue, 100, seed),
      createSuggestionLoad(catalogue, 100, seed),
    ]
  }
  expect(make(1)).toEqual(make(1))
  expect(make(2)[0]).not.toEqual(make(1)[0])
})

test('a part of a registry made by itself is what stands in the whole', () => {
  const catalogue = createCatalogue(options)
  const position = Array.from({ length: catalogue.registryCount }, (_, at) => at).find(
    (at) => at > 0 && catalogue.repositoryNames(at).length > 20,
  )
  const whole = catalogue.batch(position ?? 0)
  expect(catalogue.batch(position ?? 0, 7, 9).repositories).toEqual(whole.repositories.slice(7, 9))
})

test('names, aliases and tags are valid, and no repository comes twice', () => {
  const batches = [...createCatalogue(options).batches()]
  const paths = batches.flatMap(listPaths)
  expect(new Set(paths).size).toBe(options.repositoryCount)
  expect(
    batches.flatMap(({ registry }) => registry.aliases).filter((alias) => !isRegistryAlias(alias)),
  ).toEqual([])
  const records = batches.flatMap(({ repositories }) => repositories)
  expect(records.filter(({ repositoryName }) => !isRepositoryName(repositoryName))).toEqual([])
  expect(records.flatMap(({ tags }) => tags).filter(({ tag }) => !isTag(tag))).toEqual([])
  for (const { tags } of records) expect(new Set(tags.map(({ tag }) => tag)).size).toBe(tags.length)
})

test('it has as many tags and words as it says, and a word that stands in three of ten texts', () => {
  const records = [...createCatalogue(options).batches()].flatMap(({ repositories }) => repositories)
  const texts = records.map(({ description, aboutText, usageText }) =>
    `${description} ${aboutText} ${usageText}`.split(' '),
  )
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean(records.map(({ tags }) => tags.length))).toBeCloseTo(10, 0)
  expect(mean(texts.map((words) => words.length))).toBeGreaterThan(130)
  const shares = ['configuration', 'service', 'port', 'security'].map(
    (word) => texts.filter((words) => words.includes(word)).length / texts.length,
  )
  expect(shares.some((share) => share > 0.25 && share < 0.4)).toBe(true)
  expect(new Set(records.map(({ kind }) => kind)).size).toBe(4)
})

test('the queries have every form in its share, and slips are a tenth of them', () => {
  const load = createQueryLoad(createCatalogue(options), 5_000)
  const counts = Object.entries(Object.groupBy(load, ({ form }) => form))
  expect(counts).toHaveLength(17)
  expect((counts.find(([form]) => form === 'slip')?.[1].length ?? 0) / load.length).toBeCloseTo(0.1, 1)
  expect(load.filter(({ query }) => query.text.length > 0).length / load.length).toBeGreaterThan(0.9)
})

function listPaths({ registry, repositories }: CatalogueBatch): string[] {
  return repositories.map(({ repositoryName }) => `${registry.registryId}/${repositoryName}`)
}
