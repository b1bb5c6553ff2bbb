'use client'

import { useRef } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { SearchResult } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { ImageHosts } from '#lib/pages/get-image-hosts.ts'
import { SlidersHorizontal } from '../icons/list-icons.tsx'
import { listMarkedWords } from '../listing/list-marked-words.ts'
import { RepositoryRow } from '../listing/repository-row.tsx'
import { FactLabels } from '../listing/row-facts.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { NoAnswer } from '../ui/no-answer.tsx'
import { useAnnouncement } from '../ui/use-announcement.ts'
import { ActiveFilters } from './active-filters.tsx'
import { listActiveFilters } from './change-query.ts'
import { CorrectionLine } from './correction-line.tsx'
import { FilterPanel, filterPanelId } from './filter-panel.tsx'
import { NamedPublisher } from './named-publisher.tsx'
import { NoResults } from './no-results.tsx'
import { Pagination } from './pagination.tsx'
import { PlainSearch } from './plain-search.tsx'
import { Offers, QueryNotes } from './query-notes.tsx'
import { RelaxedLine } from './relaxed-line.tsx'
import { SortSelect } from './sort-select.tsx'
import { useSearch } from './use-search.ts'

/** The search page. It stands complete without a script; with one it answers every change in place. */
export function SearchView({
  initialQuery,
  initialResult,
  counts,
  imageHosts,
}: {
  initialQuery: SearchQuery
  initialResult: SearchResult
  /** What relaxed searches would find, where this one found nothing. */
  counts: Record<string, number>
  imageHosts: ImageHosts
}) {
  const texts = useTexts('search')
  const { query, result, stale, failed, retry, navigate } = useSearch(initialQuery, initialResult)
  const heading = useRef<HTMLHeadingElement>(null)
  const facets = result.facets
  const labelOf = (alias: string) => facets.publishers.find(({ value }) => value === alias)?.label ?? alias
  const count = result.totalResults
  const marked = listMarkedWords(result.correctedTerm ?? query.text)
  const activeCount = listActiveFilters(query, texts).length

  useAnnouncement(stale ? null : texts('announced', { count }))

  function turnPage(next: SearchQuery) {
    navigate(next)
    heading.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }

  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-x-12 pt-4 lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:pt-3">
      <div className="lg:pt-2.5">
        <FilterPanel
          query={query}
          facets={facets}
          shownWords={texts('show', { count })}
          onChange={navigate}
        />
      </div>
      <section aria-busy={stale} className="min-w-0">
        <PlainSearch query={query} />
        <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 border-b border-rule-strong pb-2">
          <h1
            ref={heading}
            tabIndex={-1}
            className="min-w-0 text-xl font-semibold tabular-nums outline-none wrap-anywhere"
          >
            {query.text === ''
              ? texts('found', { count })
              : texts('foundFor', { count, text: result.correctedTerm ?? query.text })}
          </h1>
          <ActiveFilters query={query} labelOf={labelOf} onFollow={navigate} />
          <div className="ml-auto flex items-center gap-2 max-lg:w-full max-lg:justify-between">
            <button
              type="button"
              popoverTarget={filterPanelId}
              className="control inline-flex h-8 items-center gap-2 px-3 text-sm lg:hidden"
            >
              <SlidersHorizontal aria-hidden="true" className="size-4" />
              {texts('filters.open', { count: activeCount })}
            </button>
            <SortSelect sort={query.sort} onChange={(sort) => navigate({ ...query, sort, page: 1 })} />
          </div>
        </div>
        {result.correctedTerm !== undefined && (
          <CorrectionLine query={query} correctedTerm={result.correctedTerm} onFollow={navigate} />
        )}
        {result.without !== undefined && count > 0 && (
          <RelaxedLine query={query} without={result.without} onFollow={navigate} />
        )}
        <QueryNotes query={query} notes={result.notes} onFollow={navigate} />
        <Offers offers={result.offers} />
        {failed && <NoAnswer stands={texts('earlier')} onRetry={retry} />}
        {count === 0 ? (
          <NoResults query={query} counts={counts} labelOf={labelOf} onFollow={navigate} />
        ) : (
          <>
            {result.publisher !== null && <NamedPublisher publisher={result.publisher} />}
            <FactLabels />
            <ul className={`transition-opacity ${stale ? 'opacity-60' : ''}`}>
              {result.repositories.map((repository, place) => (
                <RepositoryRow
                  key={`${repository.registryId}/${repository.repositoryName}`}
                  repository={repository}
                  place={place}
                  words={marked}
                  matchedTag={repository.matchedTag}
                  registryHost={imageHosts.others[repository.registryId] ?? imageHosts.usual}
                  heading="h2"
                />
              ))}
            </ul>
            <Pagination query={query} page={result.page} pageCount={result.pageCount} onFollow={turnPage} />
          </>
        )}
      </section>
    </PageShell>
  )
}
