import { useTexts } from '#components/language/use-texts.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { CatalogueIndex } from '#lib/catalog/catalog.ts'
import { NO_LICENCE, type SearchQuery, vouchParts } from '#lib/catalog/query/search-query.ts'
import type { Texts } from '#lib/language/texts.ts'
import { toKindWords, toLicenceWords, toVouchWords } from '../listing/filter-words.ts'
import { IntentLink } from '../ui/intent-link.tsx'

interface Entry {
  words: string
  count: number
  query: Partial<SearchQuery>
  /** Where the words are the same in every language. */
  isName?: boolean
}

const maxEntries = 4

/** The catalogue in words and numbers. Each entry leads to a search that finds as many. */
export function CatalogueIndexList({ index }: { index: CatalogueIndex }) {
  const texts = useTexts('home')
  const groups = toGroups(index, texts, useTexts('search')).filter(({ entries }) => entries.length > 0)
  if (groups.length === 0) return null
  return (
    <nav
      aria-label={texts('browse')}
      className="mb-12 grid grid-cols-1 gap-x-12 gap-y-6 border-y border-rule-strong py-5 min-[26rem]:grid-cols-2 lg:grid-cols-4"
    >
      {groups.map(({ title, entries }) => (
        <section key={title} className="min-w-0">
          <h2 className="mb-1 text-xs text-ink-3">{title}</h2>
          <ul>
            {entries.map(({ words, count, query, isName }) => (
              <li key={words} className="flex items-baseline justify-between gap-3">
                <IntentLink
                  href={searchPath(query)}
                  translate={isName ? 'no' : undefined}
                  className="min-w-6 truncate rounded-sm py-1 underline decoration-rule-strong decoration-1 underline-offset-4 hover:decoration-current"
                >
                  {words}
                </IntentLink>
                <span className="text-sm text-ink-2 tabular-nums">
                  {texts.rich('repositories', {
                    count,
                    unit: (words) => (
                      <span key="unit" className="sr-only">
                        {words}
                      </span>
                    ),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function toGroups(
  index: CatalogueIndex,
  texts: Texts<'home'>,
  filterTexts: Texts<'search'>,
): { title: string; entries: Entry[] }[] {
  const list = (
    values: CatalogueIndex[keyof CatalogueIndex],
    toEntry: (value: string) => Omit<Entry, 'count'>,
  ): Entry[] => values.slice(0, maxEntries).map(({ value, count }) => ({ ...toEntry(value), count }))
  const [linux, ...systems] = index.operatingSystems
  const platforms = [
    ...list(index.architectures, (value) => ({ words: value, query: { architectures: [value] } })),
    // The commonest system, which goes without saying, is no choice.
    ...list(linux === undefined ? [] : systems, (value) => ({
      words: value,
      query: { operatingSystems: [value] },
    })).slice(0, 1),
  ]
  const vouched = (['signature-verified', 'signed', 'sbom', 'source'] as const).flatMap((vouch) =>
    list(index[vouchParts[vouch].facet], () => ({
      words: toVouchWords(vouch, filterTexts),
      query: { vouched: [vouch] },
    })),
  )
  return [
    {
      title: texts('index.kind'),
      entries: list(index.types, (value) => ({
        words: toKindWords(value, filterTexts),
        query: { types: value === '' ? [] : [value as SearchQuery['types'][number]] },
      })),
    },
    { title: texts('index.runsOn'), entries: platforms.slice(0, maxEntries + 1) },
    {
      title: texts('index.vouched'),
      entries: [
        ...list(index.verified, () => ({
          words: texts('index.verifiedPublisher'),
          query: { verifiedOnly: true },
        })),
        ...vouched,
      ],
    },
    {
      title: texts('index.licence'),
      entries: list(index.licences, (value) => ({
        words: toLicenceWords(value, filterTexts),
        query: { licences: [value] },
        isName: value !== NO_LICENCE,
      })),
    },
  ]
}
