/**
 * A seeded catalogue of any size for measurements and tests, like a public registry's: a few large publishers and many
 * small ones, official images and their look-alikes, names in every form, texts by Zipf's law, versions as tags. It
 * comes registry by registry, so that two million tags need not be held in memory, and registry 500 can be made
 * without the 500 before it.
 */
import type { RegistryRecord, RepositoryRecord, RepositoryRef } from '#lib/catalog/store/catalog-writer.ts'
import { createRepositoryNames } from './catalogue-names.ts'
import { createRepositoryRecord } from './catalogue-records.ts'
import { createVocabulary, families, type Vocabulary } from './catalogue-words.ts'
import { createRandom, pick, pickNumber } from './seeded-random.ts'

/** The time at which the catalogue is what it is; every date in it is earlier. */
export const catalogueTime = new Date('2026-05-01T00:00:00.000Z')

export interface CatalogueOptions {
  repositoryCount: number
  /** @default 1 */
  seed?: number
  /** On average, the repositories without any image included. @default 10 */
  tagsPerRepository?: number
}

export type PullCount = RepositoryRef & { pullCount: number }

/** One registry with a part of its repositories; a large one comes in several parts. */
export interface CatalogueBatch {
  registry: RegistryRecord
  repositories: RepositoryRecord[]
  pullCounts: PullCount[]
}

export interface GeneratedCatalogue {
  vocabulary: Vocabulary
  registryCount: number
  registry(position: number): RegistryRecord
  /** Names of a registry's repositories, without making their texts. */
  repositoryNames(position: number): string[]
  /** A registry's repositories from `from` up to, not including, `to`. */
  batch(position: number, from?: number, to?: number): CatalogueBatch
  /** Everything, in parts of at most `batchSize` repositories. */
  batches(batchSize?: number): Generator<CatalogueBatch>
}

/** The first registry is that of the official images, one for each family. */
const officialAlias = 'official'

const defaultBatchSize = 100
const maxRepositories = 2_000

/**
 * Describes a catalogue; nothing of it is made before it is asked for.
 * @example for (const { registry, repositories } of createCatalogue({ repositoryCount: 200_000 }).batches()) {}
 */
export function createCatalogue(options: CatalogueOptions): GeneratedCatalogue {
  const { repositoryCount, seed = 1, tagsPerRepository = 10 } = options
  const vocabulary = createVocabulary(seed)
  const sizes = toRegistrySizes(repositoryCount, seed)
  const registry = (position: number) => createRegistry(position, seed, vocabulary)
  const repositoryNames = (position: number) =>
    createRepositoryNames({ position, count: sizes[position] ?? 0, seed, vocabulary })
  const toBatch = (record: RegistryRecord, position: number, names: string[], from: number) => {
    const made = names.map((repositoryName, at) =>
      createRepositoryRecord({
        random: createRandom(seed, 4, position, from + at),
        registry: record,
        repositoryName,
        vocabulary,
        tagsPerRepository,
      }),
    )
    return {
      registry: record,
      repositories: made.map(({ record }) => record),
      pullCounts: made.map(({ record: { registryId, repositoryName }, pullCount }) => ({
        registryId,
        repositoryName,
        pullCount,
      })),
    }
  }
  return {
    vocabulary,
    registryCount: sizes.length,
    registry,
    repositoryNames,
    batch: (position, from = 0, to = Number.POSITIVE_INFINITY) =>
      toBatch(registry(position), position, repositoryNames(position).slice(from, to), from),
    *batches(batchSize = defaultBatchSize) {
      for (let position = 0; position < sizes.length; position += 1) {
        const record = registry(position)
        const names = repositoryNames(position)
        for (let from = 0; from < names.length; from += batchSize) {
          yield toBatch(record, position, names.slice(from, from + batchSize), from)
        }
      }
    },
  }
}

/** Most publishers have a handful, a few have hundreds; a tenth of them has half of all. */
function toRegistrySizes(repositoryCount: number, seed: number): number[] {
  const random = createRandom(seed, 2)
  const sizes: number[] = []
  let left = repositoryCount
  while (left > 0) {
    const wanted =
      sizes.length === 0
        ? families.length
        : Math.min(Math.ceil(2 / (1 - random()) ** 0.8), maxRepositories, Math.ceil(repositoryCount / 10))
    sizes.push(Math.min(wanted, left))
    left -= wanted
  }
  return sizes
}

function createRegistry(position: number, seed: number, vocabulary: Vocabulary): RegistryRecord {
  const registryId = String(200_000_000_000 + position)
  if (position === 0) {
    return { registryId, displayName: 'Official Images', verified: true, aliases: [officialAlias, 'library'] }
  }
  const random = createRandom(seed, 3, position)
  const words = Array.from({ length: pickNumber(random, 1, 2) }, () => vocabulary.pickNameWord(random))
  const joint = pick(random, ['-', '', '-', '.', '_'])
  // Two publishers may share a name, never an alias.
  const alias = `${words.join(joint)}${random() < 0.5 ? '-' : ''}${position.toString(36)}`
  const title = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  const company = pick(random, [' Inc.', ' GmbH', ' Labs', ' 株式会社', ' Société', '', ''])
  return {
    registryId,
    displayName: random() < 0.7 ? `${title}${company}` : null,
    verified: random() < 0.05,
    aliases: random() < 0.1 ? [alias, `k${position.toString(36)}x0q`] : [alias],
  }
}
