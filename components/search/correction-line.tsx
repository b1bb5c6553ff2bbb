import { useTexts } from '#components/language/use-texts.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { toExactText } from '#lib/catalog/query/to-exact-text.ts'
import { SearchLink } from './search-link.tsx'

/** Says that the results are those of another spelling, and offers those of the typed one. */
export function CorrectionLine({
  query,
  correctedTerm,
  onFollow,
}: {
  query: SearchQuery
  correctedTerm: string
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  return (
    <p className="border-b border-rule py-2.5 text-ink-2 wrap-anywhere">
      {texts.rich('corrected', {
        found: () => (
          <strong key="found" className="font-semibold text-ink">
            {correctedTerm}
          </strong>
        ),
        link: () => (
          <SearchLink
            key="link"
            query={{ ...query, text: toExactText(query.text), page: 1 }}
            onFollow={onFollow}
            className="link"
          >
            {query.text}
          </SearchLink>
        ),
      })}
    </p>
  )
}
