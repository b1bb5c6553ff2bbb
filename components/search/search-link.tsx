'use client'

import type { MouseEvent, ReactNode } from 'react'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'

/** A link to another search. On the search page `onFollow` answers it without loading the page again. */
export function SearchLink({
  query,
  onFollow,
  children,
  ...rest
}: {
  query: SearchQuery
  onFollow: (query: SearchQuery) => void
  children: ReactNode
  className?: string
  rel?: string
  'aria-label'?: string
  'aria-current'?: 'page'
}) {
  function follow(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    onFollow(query)
  }

  return (
    <a href={searchPath(query)} onClick={follow} {...rest}>
      {children}
    </a>
  )
}
