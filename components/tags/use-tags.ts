'use client'

import { useSyncExternalStore } from 'react'
import useSWR, { preload } from 'swr'
import { parseTagQuery, type TagQuery } from '#lib/addresses/tag-query.ts'
import { tagsApiPath, tagsPath } from '#lib/addresses/tag-routes.ts'
import type { TagPage } from '#lib/pages/tags/select-tags.ts'
import { keepPullChoice } from '../pull/pull-address.ts'
import { listenToAddress, noteAddressChanged } from '../ui/address-listeners.ts'
import { fetchJson } from '../ui/fetch-json.ts'

export interface Tags {
  query: TagQuery
  /** The answer to `query`, or an earlier one while that is on its way. */
  page: TagPage
  /** Whether `page` belongs to an earlier query. */
  stale: boolean
  failed: boolean
  retry: () => void
  /** Makes another query the state of the page: a new entry of the browser's history, or in place of this one. */
  navigate: (query: TagQuery, how?: 'push' | 'replace') => void
  /** Fetches ahead what a visitor is about to ask for. */
  prepare: (query: TagQuery) => void
}

/**
 * The list of tags that the URL states, with the server's answer to start with. Not `useSearchParams`: the page is
 * rendered once for everyone, and its first rows must stand in the document.
 */
export function useTags(
  { alias, repositoryName }: { alias: string; repositoryName: string },
  initial: { query: TagQuery; page: TagPage },
): Tags {
  const initialKey = tagsApiPath(alias, repositoryName, initial.query)
  const pathname = tagsPath(alias, repositoryName).split('?')[0]
  const key = useSyncExternalStore(
    listenToAddress,
    () => {
      // While the browser is already on its way to another page, this one stays as it is.
      if (window.location.pathname !== pathname) return initialKey
      const query = parseTagQuery(new URLSearchParams(window.location.search))
      return tagsApiPath(alias, repositoryName, query)
    },
    () => initialKey,
  )
  const query = parseTagQuery(new URLSearchParams(key.split('?')[1]))

  const isInitial = key === initialKey
  // What the page could not wait for is asked for once it is there.
  const isWhole = initial.page.rows.every(({ platforms, kind }) => platforms !== null || kind !== 'image')
  const { data, error, isLoading, mutate } = useSWR(isInitial && isWhole ? null : key, fetchJson<TagPage>, {
    keepPreviousData: true,
    revalidateOnFocus: false,
  })
  return {
    query,
    page: isInitial && isWhole ? initial.page : (data ?? initial.page),
    stale: isLoading && !isInitial,
    failed: error !== undefined && !isInitial,
    retry: () => void mutate(),
    navigate: (next, how = 'push') => {
      const path = keepPullChoice(tagsPath(alias, repositoryName, next))
      if (how === 'push') window.history.pushState(null, '', path)
      else window.history.replaceState(null, '', path)
      noteAddressChanged()
    },
    prepare: (next) => {
      const path = tagsApiPath(alias, repositoryName, next)
      if (path !== initialKey) void preload(path, fetchJson<TagPage>)
    },
  }
}
