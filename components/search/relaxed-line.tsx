import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { listWordParts } from './join-words.ts'
import { SearchLink } from './search-link.tsx'

/** Says which words the results lack, as no repository has all of them, and offers the search without them. */
export function RelaxedLine({
  query,
  without,
  onFollow,
}: {
  query: SearchQuery
  /** As they were typed. */
  without: readonly string[]
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  const language = useLanguage()
  const text = removeWords(query.text, without)
  return (
    <p className="border-b border-rule bg-sunk px-3 py-2.5 text-ink-2 wrap-anywhere">
      {texts.rich('relaxed.words', {
        words: () =>
          listWordParts(without, language).map((part) =>
            part.isWord ? (
              <del key={part.text} className="text-ink">
                {part.text}
              </del>
            ) : (
              part.text
            ),
          ),
      })}{' '}
      {text !== '' && text !== query.text && (
        <SearchLink query={{ ...query, text, page: 1 }} onFollow={onFollow} className="link">
          {texts('relaxed.remove', { count: without.length })}
        </SearchLink>
      )}
    </p>
  )
}

function removeWords(text: string, without: readonly string[]): string {
  const gone = new Set(without.map((word) => word.toLowerCase()))
  return text
    .split(/\s+/)
    .filter((word) => !gone.has(word.toLowerCase()))
    .join(' ')
}
