'use client'

import { useTexts } from '#components/language/use-texts.ts'
import { toUpdatedWithin } from '#lib/addresses/typed-operators.ts'
import type { Facets } from '#lib/catalog/catalog.ts'
import { NO_LICENCE, type SearchQuery } from '#lib/catalog/query/search-query.ts'
import { X } from '../icons/control-icons.tsx'
import { toKindWords, toUpdatedWords, toVouchWords } from '../listing/filter-words.ts'
import { toggleValue } from './change-query.ts'
import { FacetGroup } from './facet-group.tsx'
import { SearchHints } from './search-hints.tsx'

export const filterPanelId = 'filters'
export const filterFormId = 'filter-form'

/**
 * The filters: a rail on a wide screen, a sheet on a narrow one. The sheet is a popover and the filters are a
 * GET form, so that both work without a script.
 */
export function FilterPanel({
  query,
  facets,
  shownWords,
  onChange,
}: {
  query: SearchQuery
  facets: Facets
  /** The words on the button that closes the sheet, such as "Show 12 repositories". */
  shownWords: string
  onChange: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  return (
    <aside
      id={filterPanelId}
      popover="auto"
      aria-label={texts('filters.title')}
      className="sheet inset-x-0 top-auto bottom-0 m-0 max-h-[85dvh] w-full max-w-none overflow-y-auto border-rule bg-surface px-4 text-ink max-lg:border-t lg:static lg:block lg:max-h-none lg:overflow-visible lg:border-0 lg:p-0"
    >
      <div className="sticky top-0 -mx-4 mb-2 flex items-center justify-between border-b border-rule bg-surface px-4 py-2 lg:hidden">
        <span className="text-lg font-semibold">{texts('filters.title')}</span>
        <button
          type="button"
          popoverTarget={filterPanelId}
          popoverTargetAction="hide"
          aria-label={texts('filters.close')}
          className="-mr-2 grid size-11 place-items-center"
        >
          <X aria-hidden="true" className="size-5" />
        </button>
      </div>
      <form id={filterFormId} action="/search">
        {query.text !== '' && <input type="hidden" name="searchTerm" value={query.text} />}
        <FacetGroup
          title={texts('filters.publisher')}
          name="verified"
          values={facets.verified.map((facet) => ({ ...facet, label: texts('filters.verifiedOnly') }))}
          isChosen={() => query.verifiedOnly}
          onToggle={() => onChange({ ...query, verifiedOnly: !query.verifiedOnly, page: 1 })}
        />
        <FacetGroup
          title={texts('filters.kind')}
          name="types"
          values={facets.types.map((facet) => ({ ...facet, label: toKindWords(facet.value, texts) }))}
          isChosen={(value) => query.types.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'types', value))}
        />
        <FacetGroup
          title={texts('filters.vouched')}
          name="vouched"
          // What is missing is asked for in the box; the panel shows it while it is chosen.
          values={facets.vouched
            .filter(
              ({ value, selected }) =>
                selected || !value.startsWith('no-') || query.vouched.some((one) => one === value),
            )
            .map((facet) => ({ ...facet, label: toVouchWords(facet.value, texts) }))}
          isChosen={(value) => query.vouched.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'vouched', value))}
        />
        <FacetGroup
          title={texts('filters.architecture')}
          name="architectures"
          values={facets.architectures}
          isChosen={(value) => query.architectures.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'architectures', value))}
        />
        <FacetGroup
          title={texts('filters.operatingSystem')}
          name="operatingSystems"
          values={facets.operatingSystems}
          isChosen={(value) => query.operatingSystems.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'operatingSystems', value))}
        />
        <FacetGroup
          title={texts('filters.licence')}
          name="licences"
          values={facets.licences.map((facet) =>
            facet.value === NO_LICENCE
              ? { ...facet, label: texts('filters.notStated') }
              : { ...facet, isName: true },
          )}
          isChosen={(value) => query.licences.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'licences', value))}
        />
        <FacetGroup
          title={texts('filters.publishedBy')}
          name="popularRegistries"
          values={facets.publishers.map((facet) => ({ ...facet, isName: true }))}
          isChosen={(value) => query.publishers.some((chosen) => chosen === value)}
          onToggle={(value) => onChange(toggleValue(query, 'publishers', value))}
        />
        <FacetGroup
          title={texts('filters.updated')}
          name="updated"
          any={texts('filters.anyTime')}
          values={facets.updated.map((facet) => ({ ...facet, label: toUpdatedWords(facet.value, texts) }))}
          isChosen={(value) => (query.updatedWithin ?? '') === value}
          onToggle={(value) => onChange({ ...query, updatedWithin: toUpdatedWithin(value), page: 1 })}
        />
        <noscript>
          <button type="submit" className="control mb-4 h-9 w-full px-3 text-sm">
            {texts('filters.apply')}
          </button>
        </noscript>
      </form>
      <details className="mb-6 text-sm">
        <summary className="w-fit cursor-pointer rounded-sm py-1 text-ink-2 max-lg:py-2.5 hover:text-ink">
          {texts('hints.title')}
        </summary>
        <div className="pt-2">
          <SearchHints />
        </div>
      </details>
      <div className="needs-script sticky bottom-0 -mx-4 border-t border-rule bg-surface px-4 py-3 lg:hidden">
        <button
          type="button"
          popoverTarget={filterPanelId}
          popoverTargetAction="hide"
          className="h-11 w-full rounded-md bg-accent text-on-accent"
        >
          {shownWords}
        </button>
      </div>
    </aside>
  )
}
