/** The values of filters in words. */
import type { RepositoryType, UpdatedWithin } from '#lib/catalog/catalog.ts'

const typeWords: Record<RepositoryType, string> = {
  image: 'Container images',
  chart: 'Helm charts',
  artifact: 'Other artifacts',
  empty: 'Nothing pushed yet',
}

const updatedWords: Record<UpdatedWithin, string> = {
  day: 'In the last 24 hours',
  week: 'In the last week',
  month: 'In the last month',
  year: 'In the last year',
}

/** What repositories of a type hold; the value itself where it is none of the known ones. */
export function toTypeWords(value: string): string {
  return new Map<string, string>(Object.entries(typeWords)).get(value) ?? value
}

/** A span of time, to stand below the title "Updated"; the value itself where it is none of the known ones. */
export function toUpdatedWords(value: string): string {
  return new Map<string, string>(Object.entries(updatedWords)).get(value) ?? value
}
