'use client'

import useSWR from 'swr'
import { useTexts } from '#components/language/use-texts.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { SearchResult } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { NothingPublished } from '../site/nothing-published.tsx'
import { fetchJson } from '../ui/fetch-json.ts'
import { listRelaxations } from './change-query.ts'
import { toSearchApiPath } from './search-api-path.ts'
import { SearchHints } from './search-hints.tsx'
import { SearchLink } from './search-link.tsx'

const everything = parseSearchParams({})

/**
 * Says that nothing was found and which filter to drop, with what that would find. `counts` are the server's
 * answers, by the address of each relaxed search.
 */
export function NoResults({
  query,
  counts,
  labelOf,
  onFollow,
}: {
  query: SearchQuery
  counts: Record<string, number>
  labelOf: (alias: string) => string
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  const relaxations = listRelaxations(query, texts, labelOf)
  const paths = relaxations.map((relaxation) => toSearchApiPath(relaxation.query))
  const known = paths.every((path) => path in counts)
  const { data = counts } = useSWR(
    known ? null : ['what-if', ...paths],
    ([, ...asked]) => countResults(asked),
    {
      revalidateOnFocus: false,
    },
  )
  const useful = relaxations.filter((_, index) => (data[paths[index] ?? ''] ?? 0) > 0)
  if (query.text === '' && relaxations.length === 0) return <NothingPublished />
  return (
    <div className="min-h-48 py-8">
      <p className="text-lg">
        {query.text === ''
          ? texts('none.filters')
          : texts(relaxations.length > 0 ? 'none.textAndFilters' : 'none.text', { text: query.text })}
      </p>
      <ul className="mt-3 space-y-1">
        {useful.map((relaxation) => (
          <li key={relaxation.dropped}>
            <SearchLink query={relaxation.query} onFollow={onFollow} className="link inline-block py-0.5">
              {texts('none.ifDropped', {
                count: data[toSearchApiPath(relaxation.query)] ?? 0,
                dropped: relaxation.dropped,
              })}
            </SearchLink>
          </li>
        ))}
        {useful.length === 0 && (
          <li className="text-ink-2">
            {texts.rich('none.advice', {
              link: (words) => (
                <SearchLink key="link" query={everything} onFollow={onFollow} className="link">
                  {words}
                </SearchLink>
              ),
            })}
          </li>
        )}
      </ul>
      <h2 className="mt-8 mb-2 text-sm font-semibold">{texts('hints.title')}</h2>
      <SearchHints wide />
    </div>
  )
}

async function countResults(paths: string[]): Promise<Record<string, number>> {
  const results = await Promise.all(paths.map((path) => fetchJson<SearchResult>(path)))
  return Object.fromEntries(results.map((result, index) => [paths[index], result.totalResults]))
}
