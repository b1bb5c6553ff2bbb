/**
 * The set of real names by which relevance is judged: `catalogue.txt` has publishers with their images, tags and pulls,
 * `names.txt` names of software that strangers put up as well, and `judgements.txt` what a visitor hopes for, written down before
 * any engine was asked. Names and tags are those of public images and packages; descriptions are our own.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RegistryRecord, RepositoryRecord } from '#lib/catalog/store/catalog-writer.ts'
import { type CatalogueBatch, catalogueTime } from '../catalogue-generator.ts'
import { type Judgement, readJudgements } from '../judged/judgement.ts'
import { createRandom, pickNumber } from '../seeded-random.ts'

const namesPerStranger = 12
/** What strangers call their own copies of what everybody looks for. */
const copies = ['', 'my-', 'custom-', 'test-']
const copiedNames = [
  'nginx',
  'redis',
  'postgres',
  'node',
  'python',
  'mysql',
  'golang',
  'php',
  'agent',
  'lambda',
]

export interface JudgedClass {
  name: string
  judgements: Judgement[]
}

/** One line of `catalogue.txt`. */
interface Entry {
  name: string
  tags: string[]
  description: string
  /** Millions. */
  pulls: number
}

/** The whole catalogue, one batch for each publisher. */
export function readCatalogue(): CatalogueBatch[] {
  return [...readPublishers(), ...readStrangers()]
}

/** The judged searches, class by class. */
export function readJudgedClasses(): JudgedClass[] {
  const classes = readText('judgements.txt').split(/^# /m).slice(1)
  return classes.map((text) => {
    const [name = '', ...lines] = text.split('\n')
    return { name, judgements: readJudgements(lines.join('\n')) }
  })
}

/** A batch of a publisher that is made up of these repositories. */
export function toBatch(registry: RegistryRecord, entries: readonly Entry[]): CatalogueBatch {
  return {
    registry,
    repositories: entries.map((entry) => toRecord(registry.registryId, entry)),
    pullCounts: entries.map(({ name, pulls }) => ({
      registryId: registry.registryId,
      repositoryName: name,
      pullCount: Math.round(pulls * 1e6),
    })),
  }
}

function readPublishers(): CatalogueBatch[] {
  const blocks = readText('catalogue.txt').split(/^= /m).slice(1)
  return blocks.map((block, position) => {
    const [head = '', ...lines] = block.split('\n').filter((line) => line !== '')
    const [alias = '', displayName = '', mark] = head.split(' | ')
    const registry = {
      registryId: String(200_000_000_000 + position),
      displayName: displayName === 'none' ? null : displayName,
      verified: mark === 'verified',
      aliases: [alias],
    }
    return toBatch(registry, lines.map(parseEntry))
  })
}

function parseEntry(line: string): Entry {
  const [name = '', tags = '', description = '', pulls = '0'] = line.split(' | ')
  return { name, tags: tags.split(' '), description, pulls: Number(pulls) }
}

function readStrangers(): CatalogueBatch[] {
  const names = readText('names.txt').split(/\s+/).filter(Boolean)
  const random = createRandom(10, 1)
  return Array.from({ length: Math.ceil(names.length / namesPerStranger) }, (_, position) => {
    const own = names.slice(position * namesPerStranger, (position + 1) * namesPerStranger)
    const copied = copiedNames[position % copiedNames.length] ?? ''
    const copy = copies[Math.floor(position / copiedNames.length) % copies.length] ?? ''
    const all = position < copiedNames.length * copies.length ? [...own, `${copy}${copied}`] : own
    const registry = {
      registryId: String(300_000_000_000 + position),
      displayName: null,
      verified: false,
      aliases: [`x${createHash('sha256').update(String(position)).digest('hex').slice(0, 7)}`],
    }
    const entries = [...new Set(all)].map((name) => ({
      name,
      tags: ['latest', `${pickNumber(random, 0, 4)}.${pickNumber(random, 0, 20)}`],
      description: random() < 0.5 ? '' : `${name} in a container`,
      pulls: random() ** 4 * 0.2,
    }))
    return toBatch(registry, entries)
  })
}

function toRecord(registryId: string, { name, tags, description }: Entry): RepositoryRecord {
  const at = catalogueTime.toISOString()
  const records = tags.map((tag) => {
    const hex = createHash('sha256').update(`${registryId}/${name}:${tag}`).digest('hex')
    return { tag, digest: `sha256:${hex}` }
  })
  const [first] = records
  return {
    registryId,
    repositoryName: name,
    description,
    aboutText: '',
    usageText: '',
    operatingSystems: ['Linux'],
    architectures: ['x86-64'],
    logoUrl: null,
    createdAt: at,
    newestTag: first === undefined ? null : { tag: first.tag, pushedAt: at },
    tags: records,
    kind: description.startsWith('Helm chart ') ? 'chart' : 'image',
    shownImage: first ?? null,
    changedAt: at,
  }
}

function readText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
