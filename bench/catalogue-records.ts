/** One generated repository: its texts, platforms, dates, pulls, and the tags of its releases. */
import type { RegistryRecord, RepositoryRecord, TagRecord } from '#lib/catalog/store/catalog-writer.ts'
import { foreignTexts, type Vocabulary } from './catalogue-words.ts'
import { pick, pickNumber, type Random } from './seeded-random.ts'

const emptyShare = 0.06
const foreignShare = 0.05
const newest = Date.UTC(2026, 4, 1)
const oldestMs = 4 * 365 * 86_400_000

export interface RecordOptions {
  random: Random
  registry: RegistryRecord
  repositoryName: string
  vocabulary: Vocabulary
  tagsPerRepository: number
}

/** Makes a repository with 134 words of text on average: 12 as description, 92 in About and 30 in Usage. */
export function createRepositoryRecord(options: RecordOptions): {
  record: RepositoryRecord
  pullCount: number
} {
  const { random, registry, repositoryName, vocabulary, tagsPerRepository } = options
  const text = (words: number) =>
    Array.from({ length: words }, () => vocabulary.pickTextWord(random)).join(' ')
  const foreign = random() < foreignShare ? ` ${pick(random, foreignTexts)}` : ''
  const official = registry.aliases.includes('official')
  const isEmpty = !official && random() < emptyShare
  const kind = isEmpty ? 'empty' : pickKind(random, official)
  const changedMs = newest - Math.floor(random() ** 2 * oldestMs)
  const createdMs = changedMs - Math.floor(random() * oldestMs)
  const tags = isEmpty ? [] : createTags(random, tagsPerRepository / (1 - emptyShare))
  const [first] = tags
  const pushedAt = new Date(changedMs).toISOString()
  const record: RepositoryRecord = {
    registryId: registry.registryId,
    repositoryName,
    description: `${repositoryName.split(/[^a-z0-9]+/)[0]} ${text(pickNumber(random, 2, 20))}${foreign}`,
    aboutText: text(pickNumber(random, 0, 184)),
    usageText: text(pickNumber(random, 0, 60)),
    operatingSystems: kind === 'image' ? pickSystems(random) : [],
    architectures: kind === 'image' ? pickArchitectures(random) : [],
    logoUrl: random() < 0.3 ? `https://example.com/${repositoryName}.png` : null,
    createdAt: new Date(createdMs).toISOString(),
    newestTag: first === undefined ? null : { tag: first.tag, pushedAt },
    tags,
    kind,
    shownImage: first ?? null,
    changedAt: isEmpty ? null : pushedAt,
  }
  return { record, pullCount: official ? pickNumber(random, 2e6, 5e8) : pickPullCount(random, registry) }
}

function pickKind(random: Random, official: boolean): 'image' | 'chart' | 'artifact' {
  const share = official ? 1 : random()
  return share < 0.05 ? 'chart' : share < 0.09 ? 'artifact' : 'image'
}

function pickSystems(random: Random): string[] {
  return pick(random, [['Linux'], ['Linux'], ['Linux'], ['Linux'], ['Linux', 'Windows'], ['Windows'], []])
}

function pickArchitectures(random: Random): string[] {
  return pick(random, [
    ['x86-64'],
    ['x86-64'],
    ['x86-64', 'ARM 64'],
    ['x86-64', 'ARM 64'],
    ['ARM 64'],
    ['ARM', 'ARM 64', 'x86', 'x86-64'],
    [],
  ])
}

/** Most are pulled a few times, a few millions of times; some look-alike more often than any official image. */
function pickPullCount(random: Random, { verified }: RegistryRecord): number {
  return Math.floor(10 ** (random() ** 2 * (verified ? 8 : 7)) - 1 + (random() < 0.000_05 ? 9e8 : 0))
}

/** Releases as their tags: `1.25.3 1.25 1 latest` name one image, the newest first. */
function createTags(random: Random, average: number): TagRecord[] {
  const wanted = pickNumber(random, 1, Math.max(1, Math.round(2 * average) - 1))
  const tags: TagRecord[] = []
  let [major, minor, patch] = [
    pickNumber(random, 0, 22),
    pickNumber(random, 0, 30),
    pickNumber(random, 0, 20),
  ]
  const suffix = pick(random, ['', '', '-alpine', '-slim', '-bookworm'])
  let names = [
    'latest',
    `${major}${suffix}`,
    `${major}.${minor}${suffix}`,
    `${major}.${minor}.${patch}${suffix}`,
  ]
  while (tags.length < wanted) {
    const digest = createDigest(random)
    for (const tag of names.slice(0, wanted - tags.length)) tags.push({ tag, digest })
    patch -= 1
    if (patch < 0) {
      patch = 20
      minor -= 1
    }
    if (minor < 0) {
      minor = 30
      major -= 1
    }
    // Before version 0 there are builds, named after commits.
    names = major < 0 ? [createDigest(random).slice(7, 19)] : [`${major}.${minor}.${patch}${suffix}`]
  }
  return tags
}

function createDigest(random: Random): string {
  let digits = ''
  while (digits.length < 64)
    digits += Math.floor(random() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  return `sha256:${digits}`
}
