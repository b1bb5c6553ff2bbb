'use client'

import { useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { toTypedText } from '#lib/addresses/typed-operators.ts'
import { SearchBox } from './search-box.tsx'

/** The header's search box, holding what the URL searches for. Cached pages carry the empty box. */
export function HeaderSearch() {
  return (
    <Suspense fallback={<SearchBox />}>
      <SearchBoxOfUrl />
    </Suspense>
  )
}

function SearchBoxOfUrl() {
  return <SearchBox initialText={toTypedText(parseSearchParams(useSearchParams()))} />
}
