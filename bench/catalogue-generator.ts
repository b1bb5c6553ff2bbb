/** A seeded catalogue of any size for measurements: the same seed gives the same repositories everywhere. */
import type { RegistryRecord, RepositoryRecord } from '#lib/catalog/catalog-writer.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'

export interface GeneratedCatalogue {
  registries: RegistryRecord[]
  repositories: RepositoryRecord[]
  /** Words that occur, the frequent ones first. */
  words: string[]
}

const syllables = [
  'ka',
  'lo',
  'mi',
  'ner',
  'os',
  'pra',
  'quil',
  'ru',
  'sta',
  'tel',
  'um',
  'vex',
  'wol',
  'zar',
]
const kinds = [
  'server',
  'proxy',
  'agent',
  'operator',
  'exporter',
  'cache',
  'worker',
  'gateway',
  'runtime',
  'cli',
]
const repositoriesPerRegistry = 40

/** Makes a catalogue: names of two or three words, a description, and texts of some hundred words. */
export function generateCatalogue(repositoryCount: number, seed = 1): GeneratedCatalogue {
  const random = createRandom(seed)
  const words = [...kinds, ...Array.from({ length: 4_000 }, () => makeWord(random))]
  const pick = () => words[Math.floor(random() ** 3 * words.length)] ?? ''
  const text = (length: number) => Array.from({ length }, pick).join(' ')
  const registries = Array.from(
    { length: Math.ceil(repositoryCount / repositoriesPerRegistry) },
    (_, position): RegistryRecord => ({
      registryId: String(200_000_000_000 + position),
      displayName: random() < 0.7 ? text(2) : null,
      verified: random() < 0.2,
      aliases: [`${pick()}${position}`],
    }),
  )
  const repositories = Array.from({ length: repositoryCount }, (_, position): RepositoryRecord => {
    const registry = registries[Math.floor(random() ** 2 * registries.length)]
    return {
      registryId: registry?.registryId ?? '',
      repositoryName: `${pick()}${random() < 0.3 ? '/' : '-'}${pick()}${position}`,
      description: text(12),
      aboutText: text(Math.floor(random() * 300)),
      usageText: text(Math.floor(random() * 100)),
      operatingSystems: OPERATING_SYSTEMS.filter((label) => random() < (label === 'Linux' ? 0.9 : 0.1)),
      architectures: ARCHITECTURES.filter((label) => random() < (label === 'x86-64' ? 0.9 : 0.3)),
      logoUrl: random() < 0.5 ? `https://example.com/${position}.png` : null,
      createdAt: new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 6e10)).toISOString(),
      newestTag: null,
      tags: [],
      type: 'empty',
      newestImage: null,
      changedAt: null,
    }
  })
  return { registries, repositories, words }
}

function makeWord(random: () => number): string {
  const length = 2 + Math.floor(random() * 2)
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join('')
}

/** Mulberry32: small, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
