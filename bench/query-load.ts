/**
 * What visitors of a generated catalogue search for: a seeded mix of every form that the search box takes, each
 * query about words, names, tags and digests that the catalogue really has (or, for slips, nearly has).
 */
import type {
  RepositoryKind,
  SearchQuery,
  SortOrder,
  UpdatedWithin,
} from '#lib/catalog/query/search-query.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import { toTestQuery } from '#testing/test-catalog.ts'
import type { CatalogueBatch, GeneratedCatalogue } from './catalogue-generator.ts'
import { families, foreignTexts } from './catalogue-words.ts'
import { mistype } from './mistype.ts'
import { createRandom, pick, pickNumber, type Random } from './seeded-random.ts'

export interface LoadQuery {
  form: QueryForm
  query: SearchQuery
}

export type QueryForm = keyof typeof shares

/** Of 100 queries. */
const shares = {
  'broad word': 8,
  'rare word': 9,
  name: 10,
  'family name': 6,
  'two words': 12,
  'three words': 4,
  prefix: 10,
  phrase: 5,
  exclusion: 5,
  filters: 8,
  slip: 10,
  reference: 4,
  digest: 2,
  sort: 3,
  'deep page': 2,
  'no text': 1,
  'other script': 1,
}

interface Context {
  random: Random
  catalogue: GeneratedCatalogue
  /** Some repositories to search for, made once. */
  sample: CatalogueBatch[]
}

const sampleSize = 400

/** Queries in a random order; the forms have their shares of 100 in every long list. */
export function createQueryLoad(catalogue: GeneratedCatalogue, count: number, seed = 1): LoadQuery[] {
  const context = createContext(catalogue, seed)
  const forms = Object.entries(shares).flatMap(([form, share]) =>
    Array<QueryForm>(share).fill(form as QueryForm),
  )
  return Array.from({ length: count }, () => {
    const form = forms[Math.floor(context.random() * forms.length)] ?? 'name'
    return { form, query: toTestQuery(createQuery(form, context)) }
  })
}

/** Texts as they stand in the box while someone types: beginnings of names, aliases and words, and `repo:tag`. */
export function createSuggestionLoad(catalogue: GeneratedCatalogue, count: number, seed = 1): string[] {
  const context = createContext(catalogue, seed + 1)
  const { random } = context
  return Array.from({ length: count }, () => {
    const { alias, record } = pickRepository(context)
    const typed = pick(random, [
      record.repositoryName,
      record.repositoryName,
      pick(random, families).name,
      alias,
      `${alias}/${record.repositoryName}`,
      `${alias}/${record.repositoryName}:${record.newestTag?.tag.slice(0, 2) ?? ''}`,
      catalogue.vocabulary.pickNameWord(random),
      mistype(random, pick(random, families).name),
    ])
    return random() < 0.2 ? typed : typed.slice(0, pickNumber(random, 1, typed.length))
  })
}

function createContext(catalogue: GeneratedCatalogue, seed: number): Context {
  const random = createRandom(seed, 6)
  const sample = Array.from({ length: sampleSize }, () => {
    const position = Math.floor(random() * catalogue.registryCount)
    const from = Math.floor(random() * catalogue.repositoryNames(position).length)
    return catalogue.batch(position, from, from + 1)
  })
  return { random, catalogue, sample }
}

function createQuery(form: QueryForm, context: Context): Partial<SearchQuery> {
  const { random, catalogue } = context
  const { vocabulary } = catalogue
  const broad = () => vocabulary.textWord(pickNumber(random, 3, 60))
  const medium = () => vocabulary.textWord(pickNumber(random, 60, 1_500))
  const rare = () => vocabulary.textWord(pickNumber(random, 1_500, 40_000))
  const { alias, record } = pickRepository(context)
  const words = record.description.split(' ')
  switch (form) {
    case 'broad word':
      return { text: broad() }
    case 'rare word':
      return { text: rare() }
    case 'name':
      return { text: record.repositoryName.replace(/[/._-]/g, () => pick(random, ['-', ' ', '/', ''])) }
    case 'family name': {
      const family = pick(random, families)
      return { text: pick(random, [family.name, family.name, ...family.otherNames]) }
    }
    case 'two words':
      return { text: `${pick(random, [broad(), medium()])} ${pick(random, [broad(), medium(), rare()])}` }
    case 'three words':
      return { text: `${broad()} ${broad()} ${medium()}` }
    case 'prefix':
      return { text: pick(random, [broad(), medium(), rare()]).slice(0, pickNumber(random, 1, 4)) }
    case 'phrase':
      return { text: `"${words.slice(-3, -1).join(' ')}"` }
    case 'exclusion':
      return { text: `${pick(random, [broad(), medium()])} -${pick(random, [broad(), medium()])}` }
    case 'filters':
      return { text: pick(random, [broad(), medium(), '']), ...createFilters(context) }
    case 'slip':
      return { text: mistype(random, pick(random, [pick(random, families).name, medium(), medium()])) }
    case 'reference':
      return {
        text: pick(random, [
          `${alias}/${record.repositoryName}`,
          toTagReference(record),
          `docker pull public.ecr.aws/${alias}/${toTagReference(record)}`,
        ]),
      }
    case 'digest':
      return {
        text: (record.tags[0]?.digest ?? `sha256:${'0'.repeat(64)}`).slice(0, pick(random, [14, 19, 71])),
      }
    case 'sort':
      return { text: pick(random, [broad(), medium(), '']), sort: pickSort(random) }
    case 'deep page':
      return {
        text: pick(random, [broad(), '']),
        page: pickNumber(random, 20, 400),
        sort: pick(random, ['relevance', pickSort(random)]),
      }
    case 'no text':
      return {}
    case 'other script':
      return { text: pick(random, foreignTexts).split(/[\s。、のやと]+/)[1] ?? '' }
  }
}

function createFilters(context: Context): Partial<SearchQuery> {
  const { random } = context
  const filters: Partial<SearchQuery>[] = [
    { verifiedOnly: true },
    { operatingSystems: [pick(random, OPERATING_SYSTEMS)] },
    { architectures: [pick(random, ARCHITECTURES), pick(random, ARCHITECTURES)] },
    { publishers: [pickRepository(context).alias] },
    { types: [pick<RepositoryKind>(random, ['image', 'chart', 'artifact', 'empty'])] },
    { updatedWithin: pick<UpdatedWithin>(random, ['day', 'week', 'month', 'year']) },
  ]
  const chosen = filters.filter(() => random() < 0.3)
  return Object.assign({}, ...(chosen.length === 0 ? filters.slice(0, 1) : chosen))
}

function pickSort(random: Random): SortOrder {
  return pick(random, ['popularity', 'updated', 'name'])
}

function toTagReference({ repositoryName, newestTag }: CatalogueBatch['repositories'][number]): string {
  return newestTag === null ? repositoryName : `${repositoryName}:${newestTag.tag}`
}

function pickRepository({ random, sample }: Context) {
  const batch = sample[Math.floor(random() * sample.length)]
  const [record] = batch?.repositories ?? []
  const [alias] = batch?.registry.aliases ?? []
  if (record === undefined || alias === undefined)
    throw new Error('The sample holds a registry without repositories.')
  return { alias, record }
}
