'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import useSWR from 'swr'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { SearchResult } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { listenToAddress } from '../ui/address-listeners.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import { toSearchApiPath } from './search-api-path.ts'

export interface Search {
  query: SearchQuery
  /** The answer to `query`, or an earlier one while that is on its way. */
  result: SearchResult
  /** Whether `result` belongs to an earlier query. */
  stale: boolean
  failed: boolean
  retry: () => void
  /** Makes another search the state of the page, as an entry of the browser's history. */
  navigate: (query: SearchQuery) => void
}

/**
 * The search that the URL states, with the server's answer to start with. Later ones come from the API, in
 * which a late answer can never replace a newer one, as each is kept under its own URL.
 */
export function useSearch(initialQuery: SearchQuery, initialResult: SearchResult): Search {
  const params = useSearchParams().toString()
  const [state, setState] = useState({ params, query: parseSearchParams(new URLSearchParams(params)) })
  if (state.params !== params) {
    setState({ params, query: parseSearchParams(new URLSearchParams(params)) })
  }
  const { query } = state

  // Who goes back before the router has followed gets no other parameters from it: to it nothing has changed.
  useEffect(
    () =>
      listenToAddress(() => {
        const { pathname, search } = window.location
        if (pathname !== searchPath()) return
        setState((current) => ({ ...current, query: parseSearchParams(new URLSearchParams(search)) }))
      }),
    [],
  )

  function navigate(next: SearchQuery) {
    // The router follows the history in a transition; a pressed checkbox must not wait for that.
    setState((current) => ({ ...current, query: next }))
    window.history.pushState(null, '', searchPath(next))
  }

  const key = toSearchApiPath(query)
  const isInitial = key === toSearchApiPath(initialQuery)
  const { data, error, isLoading, mutate } = useSWR(isInitial ? null : key, fetchJson<SearchResult>, {
    keepPreviousData: true,
    revalidateOnFocus: false,
  })
  return {
    query,
    result: isInitial ? initialResult : (data ?? initialResult),
    stale: isLoading,
    failed: error !== undefined,
    retry: () => void mutate(),
    navigate,
  }
}
