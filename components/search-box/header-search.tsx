'use client'

import { useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { SearchBox } from './search-box.tsx'
import { useTypedText } from './use-typed-text.ts'

/** The header's search box, holding what the URL searches for. Cached pages carry the empty box. */
export function HeaderSearch() {
  return (
    <Suspense fallback={<SearchBox />}>
      <SearchBoxOfUrl />
    </Suspense>
  )
}

function SearchBoxOfUrl() {
  return <SearchBox initialText={useTypedText(useSearchParams())} />
}
