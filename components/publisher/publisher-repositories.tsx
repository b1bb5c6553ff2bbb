'use client'

import { useEffect, useState } from 'react'
import useSWR from 'swr'
import { useTexts } from '#components/language/use-texts.ts'
import { parseSearchParams, SORT_ORDERS } from '#lib/addresses/search-params.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import { toTypedText } from '#lib/addresses/typed-operators.ts'
import type { Publisher, RepositorySummary, SearchResult } from '#lib/catalog/catalog.ts'
import type { SearchQuery, SortOrder } from '#lib/catalog/query/search-query.ts'
import { ListFilter } from '../icons/list-icons.tsx'
import { listMarkedWords } from '../listing/list-marked-words.ts'
import { RepositoryRow } from '../listing/repository-row.tsx'
import { FactLabels } from '../listing/row-facts.tsx'
import { toSearchApiPath } from '../search/search-api-path.ts'
import { announce } from '../ui/announce.ts'
import { fetchJson } from '../ui/fetch-json.ts'

const pauseMs = 150

/**
 * A publisher's repositories with a box that filters them. The page is cached and so always begins with the
 * first ones by name; without a script the box and the link below lead to the search page.
 */
export function PublisherRepositories({
  publisher,
  repositories,
  registryHost,
}: {
  publisher: Publisher
  repositories: RepositorySummary[]
  registryHost: string
}) {
  const texts = useTexts('search')
  const [text, setText] = useState('')
  const [sort, setSort] = useState<SortOrder>('name')
  const query = useQuery(publisher.registryAlias, text, sort)
  const { data, isLoading } = useSWR(query ? toSearchApiPath(query) : null, fetchJson<SearchResult>, {
    keepPreviousData: true,
    revalidateOnFocus: false,
  })
  const shown = query && data ? data.repositories : repositories
  const total = query && data ? data.totalResults : publisher.repositoryCount
  const everywhere = { ...query, publishers: [] }
  const words = toTypedText(everywhere)
  const marked = listMarkedWords(query?.text ?? '')
  const announced = texts('announced', { count: total })

  useEffect(() => {
    if (words !== '' && !isLoading) announce(announced)
  }, [words, isLoading, announced])

  return (
    <section aria-labelledby="repositories" className="mt-10">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-rule-strong pb-3">
        <h2 id="repositories" className="text-lg font-semibold tabular-nums">
          {words === '' ? texts('ofPublisher.title') : texts('foundFor', { count: total, text: words })}
        </h2>
        <form
          action="/search"
          className="flex w-full gap-2 sm:w-auto"
          onSubmit={(event) => event.preventDefault()}
        >
          <input type="hidden" name="popularRegistries" value={publisher.registryAlias} />
          <span className="relative block min-w-0 flex-1 sm:w-72">
            <ListFilter
              aria-hidden="true"
              className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3"
              strokeWidth={1.75}
            />
            <input
              type="search"
              name="searchTerm"
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={texts('ofPublisher.filter')}
              aria-label={texts('ofPublisher.filterNamed', { publisher: publisher.publisherName })}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={512}
              className="h-9 w-full rounded-md border border-control bg-raised pr-3 pl-9 text-ellipsis text-ink placeholder:text-ink-3"
            />
          </span>
          <select
            name="sort"
            value={sort}
            onChange={(event) => setSort(toSortOrder(event.target.value))}
            aria-label={texts('ofPublisher.sort')}
            className="control h-9 w-36 px-2 text-sm"
          >
            <option value="name">{texts('sort.name')}</option>
            <option value="popularity">{texts('sort.popularity')}</option>
            <option value="updated">{texts('ofPublisher.updated')}</option>
          </select>
        </form>
      </div>
      {shown.length === 0 ? (
        <p className="border-b border-rule py-6 text-ink-2">
          {words === ''
            ? texts('ofPublisher.empty', { publisher: publisher.publisherName })
            : texts.rich('ofPublisher.none', {
                publisher: publisher.publisherName,
                text: words,
                link: (linkWords) => (
                  <a key="link" href={searchPath(everywhere)} className="link">
                    {linkWords}
                  </a>
                ),
              })}
        </p>
      ) : (
        <>
          <FactLabels />
          <ul className={`transition-opacity ${isLoading ? 'opacity-60' : ''}`}>
            {shown.map((repository, place) => (
              <RepositoryRow
                key={repository.repositoryName}
                repository={repository}
                place={place}
                words={marked}
                registryHost={registryHost}
                heading="h3"
                isPublisherKnown
              />
            ))}
          </ul>
        </>
      )}
      {total > shown.length && (
        <p className="mt-4 text-sm text-ink-2 tabular-nums">
          {texts.rich('ofPublisher.shown', {
            shown: String(shown.length),
            count: total,
            link: (linkWords) => (
              <a
                key="link"
                href={searchPath({ ...query, publishers: [publisher.registryAlias], sort })}
                className="link"
              >
                {linkWords}
              </a>
            ),
          })}
        </p>
      )}
    </section>
  )
}

/** The search that the typed words and the order mean once the visitor pauses; null for what the page begins with. */
function useQuery(registryAlias: string, typed: string, sort: SortOrder): SearchQuery | null {
  const wanted = typed.trim()
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setText(wanted), pauseMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const isFiltered = wanted !== '' && text !== ''
  if (!isFiltered && sort === 'name') return null
  const searchTerm = isFiltered ? text : ''
  return { ...parseSearchParams({ searchTerm }), publishers: [registryAlias], sort }
}

function toSortOrder(value: string): SortOrder {
  return SORT_ORDERS.find((order) => order === value) ?? 'name'
}
