/** Names of generated repositories: families and their look-alikes, and words joined in every way that names allow. */
import { type Family, families, type Vocabulary } from './catalogue-words.ts'
import { createRandom, pick, pickNumber, type Random } from './seeded-random.ts'

const joints = ['-', '-', '-', '-', '/', '/', '.', '_', ''] as const
const roles = ['exporter', 'operator', 'proxy', 'backup', 'client', 'init', 'sidecar', 'ui', 'cli'] as const

/** Of 100 repositories as many are named after a family. */
const familyShare = 0.18

/**
 * The names of one registry's repositories, each once, in a stable order.
 * @param position of the registry; 0 has the official images, one for each family
 */
export function createRepositoryNames(given: {
  position: number
  count: number
  seed: number
  vocabulary: Vocabulary
}): string[] {
  const { position, count, seed, vocabulary } = given
  if (position === 0) return families.slice(0, count).map(({ name }) => name)
  const random = createRandom(seed, 5, position)
  const names = new Set<string>()
  while (names.size < count) {
    const name = createName(random, vocabulary)
    names.add(names.has(name) ? `${name}-${vocabulary.pickNameWord(random)}` : name)
  }
  return [...names]
}

function createName(random: Random, vocabulary: Vocabulary): string {
  if (random() < familyShare) return toLookAlike(random, pick(random, families), vocabulary)
  const words = Array.from({ length: pickNumber(random, 1, 3) }, () => vocabulary.pickNameWord(random))
  const name = words.reduce((joined, word) => `${joined}${pick(random, joints)}${word}`)
  const end = random()
  if (end < 0.08) return `${name}${pickNumber(random, 1, 12)}`
  if (end < 0.14) return `${name}-v${pickNumber(random, 1, 4)}`
  return end < 0.17 ? `${name}-${pickNumber(random, 0, 9)}.${pickNumber(random, 0, 20)}` : name
}

/** What other publishers call an image of the family: its very name, or something near it. */
function toLookAlike(random: Random, { name, otherNames }: Family, vocabulary: Vocabulary): string {
  const word = vocabulary.pickNameWord(random)
  return pick(random, [
    name,
    name,
    pick(random, otherNames),
    pick(random, otherNames),
    `${name}-${pick(random, roles)}`,
    `${name}-${pick(random, roles)}`,
    `${name}-${pickNumber(random, 1, 22)}`,
    `${name}-alpine`,
    `my-${name}`,
    `${word}/${name}`,
    `${word}-${name}`,
    `${name}-${word}`,
  ])
}
