import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
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
  const text = removeWords(query.text, without)
  return (
    <p className="border-b border-rule bg-sunk px-3 py-2.5 text-ink-2 wrap-anywhere">
      No repository matches every word. Shown without{' '}
      {without.map((word, at) => (
        <span key={word}>
          {at > 0 && (at === without.length - 1 ? ' and ' : ', ')}
          <del className="text-ink">{word}</del>
        </span>
      ))}
      .{' '}
      {text !== '' && text !== query.text && (
        <SearchLink query={{ ...query, text, page: 1 }} onFollow={onFollow} className="link">
          {without.length === 1 ? 'Remove it' : 'Remove them'}
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
