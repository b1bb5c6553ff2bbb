'use client'

import { useTexts } from '#components/language/use-texts.ts'
import { SORT_ORDERS } from '#lib/addresses/search-params.ts'
import type { SortOrder } from '#lib/catalog/query/search-query.ts'
import { filterFormId } from './filter-panel.tsx'

/** The order of the results. It belongs to the filter form, whose button applies it without a script. */
export function SortSelect({ sort, onChange }: { sort: SortOrder; onChange: (sort: SortOrder) => void }) {
  const texts = useTexts('search')
  return (
    <label className="shrink-0 text-sm text-ink-2">
      <span className="sr-only">{texts('sortBy')}</span>
      {/* A width of its own: a browser may paint the select before its options have arrived. */}
      <select
        name="sort"
        form={filterFormId}
        value={sort}
        onChange={(event) => {
          const chosen = SORT_ORDERS.find((order) => order === event.target.value)
          if (chosen) onChange(chosen)
        }}
        className="control h-8 w-38 cursor-pointer pr-1 pl-2 text-sm"
      >
        {SORT_ORDERS.map((order) => (
          <option key={order} value={order}>
            {texts(`sort.${order}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
