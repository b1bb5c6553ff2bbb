'use client'

import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { ChevronLeft, ChevronRight } from '../icons/list-icons.tsx'
import { listPageNumbers } from '../listing/list-page-numbers.ts'
import { formatNumber } from '../ui/format-count.ts'
import { SearchLink } from './search-link.tsx'

const box = 'flex h-9 min-w-9 items-center justify-center gap-1 rounded-md px-2'

export function Pagination({
  query,
  page,
  pageCount,
  onFollow,
}: {
  query: SearchQuery
  page: number
  pageCount: number
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  const language = useLanguage()
  if (pageCount < 2) return null
  return (
    <nav
      aria-label={texts('pages')}
      className="mt-6 flex flex-wrap items-center justify-center gap-1 text-sm tabular-nums"
    >
      {page > 1 && (
        <SearchLink
          query={{ ...query, page: page - 1 }}
          onFollow={onFollow}
          rel="prev"
          className={`${box} text-ink-2 hover:bg-sunk hover:text-ink`}
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {texts('previous')}
        </SearchLink>
      )}
      {listPageNumbers(page, pageCount).map((number, index) =>
        number === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a gap has nothing but its place.
          <span key={`gap-${index}`} className={`${box} text-ink-3`}>
            …
          </span>
        ) : (
          <SearchLink
            key={number}
            query={{ ...query, page: number }}
            onFollow={onFollow}
            aria-label={texts('page', { page: number })}
            {...(number === page ? { 'aria-current': 'page' } : {})}
            className={`${box} ${number === page ? 'bg-ink text-surface' : 'text-ink-2 hover:bg-sunk hover:text-ink'}`}
          >
            {formatNumber(number, language)}
          </SearchLink>
        ),
      )}
      {page < pageCount && (
        <SearchLink
          query={{ ...query, page: page + 1 }}
          onFollow={onFollow}
          rel="next"
          className={`${box} text-ink-2 hover:bg-sunk hover:text-ink`}
        >
          {texts('next')}
          <ChevronRight aria-hidden="true" className="size-4" />
        </SearchLink>
      )}
    </nav>
  )
}
