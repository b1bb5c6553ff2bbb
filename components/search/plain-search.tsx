import { useTexts } from '#components/language/use-texts.ts'
import { toTypedText } from '#lib/addresses/typed-operators.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'

/**
 * The search box of a browser without a script, in place of the header's: that one stands behind a boundary of the page's
 * stream, which only a script resolves, and cannot hold what the address searches for.
 */
export function PlainSearch({ query }: { query: SearchQuery }) {
  const texts = useTexts('searchBox')
  const typed = toTypedText(query)
  return (
    <search data-plain-search="" className="without-script mb-4">
      <form action="/search" className="flex gap-2">
        <input type="hidden" name="jump" value="1" />
        <input
          key={typed}
          type="search"
          name="searchTerm"
          defaultValue={typed}
          maxLength={512}
          aria-label={texts('label')}
          className="h-10 min-w-0 flex-1 rounded-md border border-control bg-raised px-3"
        />
        <button type="submit" className="control h-10 px-4 text-sm">
          {texts('search')}
        </button>
      </form>
    </search>
  )
}
