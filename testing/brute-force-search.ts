/**
 * A search as simple as it can be, which tests compare the index with: it looks at every repository, one by one, and shares
 * no code with the index. Its words are plain ones without hyphens, capitals or slips.
 */
import type { RepositoryKind, SearchQuery, UpdatedWithin } from '#lib/catalog/query/search-query.ts'

/** A repository of a test, with all that can be filtered by. */
export interface PlainRepository {
  alias: string
  name: string
  verified: boolean
  /** Plain words in lower case; they are the description. */
  words: readonly string[]
  operatingSystems: readonly string[]
  architectures: readonly string[]
  type: RepositoryKind
  updatedAt: string
  pullCount: number
}

/** The text of a query, taken apart. */
export interface PlainText {
  /** Whole words or beginnings of words. */
  words: readonly string[]
  phrases: readonly (readonly string[])[]
  excluded: readonly string[]
}

export type PlainQuery = Omit<SearchQuery, 'text' | 'page' | 'sort'> & { text: PlainText }

type Filter = 'verified' | 'operatingSystems' | 'architectures' | 'publishers' | 'types' | 'updated'

const dayMs = 86_400_000
const longestAgeDays: Record<UpdatedWithin, number> = { day: 1, week: 7, month: 30, year: 365 }

/** The text as it is typed into the box. */
export function toTypedText({ words, phrases, excluded }: PlainText): string {
  return [
    ...words,
    ...phrases.map((phrase) => `"${phrase.join(' ')}"`),
    ...excluded.map((word) => `-${word}`),
  ].join(' ')
}

/** Every repository that passes all filters and matches the text. */
export function findAll(
  repositories: readonly PlainRepository[],
  query: PlainQuery,
  now: Date,
): PlainRepository[] {
  return repositories.filter(
    (repository) => matches(repository, query.text) && failedFilters(repository, query, now).length === 0,
  )
}

/** How many have the value, when this filter's own selection is ignored. */
export function countValue(
  repositories: readonly PlainRepository[],
  query: PlainQuery,
  now: Date,
  filter: Filter,
  value: string,
): number {
  return repositories.filter(
    (repository) =>
      matches(repository, query.text) &&
      failedFilters(repository, query, now).every((failed) => failed === filter) &&
      hasValue(repository, now, filter, value),
  ).length
}

function matches({ words }: PlainRepository, { words: wanted, phrases, excluded }: PlainText): boolean {
  const begins = (wantedWord: string) => words.some((word) => word.startsWith(wantedWord))
  return (
    wanted.every(begins) &&
    phrases.every((phrase) => ` ${words.join(' ')} `.includes(` ${phrase.join(' ')} `)) &&
    !excluded.some((word) => words.includes(word))
  )
}

function failedFilters(repository: PlainRepository, query: PlainQuery, now: Date): Filter[] {
  const selected: Record<Filter, readonly string[]> = {
    verified: query.verifiedOnly ? ['verified'] : [],
    operatingSystems: query.operatingSystems,
    architectures: query.architectures,
    publishers: query.publishers,
    types: query.types,
    updated: query.updatedWithin === null ? [] : [query.updatedWithin],
  }
  return (Object.keys(selected) as Filter[]).filter(
    (filter) =>
      selected[filter].length > 0 &&
      !selected[filter].some((value) => hasValue(repository, now, filter, value)),
  )
}

function hasValue(repository: PlainRepository, now: Date, filter: Filter, value: string): boolean {
  switch (filter) {
    case 'verified':
      return repository.verified
    case 'operatingSystems':
      return repository.operatingSystems.includes(value)
    case 'architectures':
      return repository.architectures.includes(value)
    case 'publishers':
      return repository.alias === value
    case 'types':
      return repository.type === value
    case 'updated': {
      const days = Object.entries(longestAgeDays).find(([name]) => name === value)?.[1] ?? 0
      return now.getTime() - Date.parse(repository.updatedAt) <= days * dayMs
    }
  }
}
