'use client'

import { useEffect, useState } from 'react'
import { loadSearchRoutes, type SearchRoutes } from './load-search-routes.ts'
import { toPlainText } from './to-plain-text.ts'

/**
 * What an address searches for as it stands in the search box. What reads operators and filters is loaded where there are some, so
 * that a page without weighs 3 kB less; until it is there, the text stands alone.
 */
export function useTypedText(params: URLSearchParams): string {
  const [routes, setRoutes] = useState<SearchRoutes | null>(null)
  const plain = toPlainText(params)
  const isNeeded = plain === null && routes === null

  useEffect(() => {
    // A box without filters is better than none.
    if (isNeeded) loadSearchRoutes().then(setRoutes, () => {})
  }, [isNeeded])

  return plain ?? routes?.typedText(params) ?? params.get('searchTerm') ?? ''
}
