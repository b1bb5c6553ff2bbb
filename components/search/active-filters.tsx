'use client'

import { useTexts } from '#components/language/use-texts.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { X } from '../icons/control-icons.tsx'
import { clearFilters, listActiveFilters } from './change-query.ts'
import { SearchLink } from './search-link.tsx'

/** The chosen filters as chips; each is a link to the search without it. */
export function ActiveFilters({
  query,
  labelOf,
  onFollow,
}: {
  query: SearchQuery
  labelOf: (alias: string) => string
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  const filters = listActiveFilters(query, texts, labelOf)
  if (filters.length === 0) return null
  return (
    <ul aria-label={texts('filters.active')} className="flex flex-wrap items-center gap-2 text-xs">
      {filters.map((filter) => (
        <li key={filter.key}>
          <SearchLink
            query={filter.without}
            onFollow={onFollow}
            aria-label={texts('filters.remove', { filter: filter.label })}
            className="flex min-h-7 items-center gap-1.5 rounded-sm bg-accent-soft pr-1.5 pl-2 text-ink hover:underline"
          >
            {filter.label}
            <X aria-hidden="true" className="size-3.5 text-ink-2" />
          </SearchLink>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <SearchLink
            query={clearFilters(query)}
            onFollow={onFollow}
            className="link flex min-h-7 items-center px-1"
          >
            {texts('filters.clear')}
          </SearchLink>
        </li>
      )}
    </ul>
  )
}
