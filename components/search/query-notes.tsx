import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { toTypedText } from '#lib/addresses/typed-operators.ts'
import type { Offer } from '#lib/catalog/catalog.ts'
import type { QueryNote } from '#lib/catalog/query/explain-operators.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { Info } from '../icons/fact-icons.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { describeNote } from './describe-note.ts'
import { SearchLink } from './search-link.tsx'

const digestLength = 'sha256:'.length + 12

/** Says what of the text is no filter, and offers what was probably meant. */
export function QueryNotes({
  query,
  notes,
  onFollow,
}: {
  query: SearchQuery
  notes: readonly QueryNote[]
  onFollow: (query: SearchQuery) => void
}) {
  const texts = useTexts('search')
  const language = useLanguage()
  if (notes.length === 0) return null
  return (
    <ul aria-label={texts('notes.label')} className="my-2 rounded-md bg-sunk px-3 py-2 text-sm text-ink-2">
      {notes.map(({ part, reason, suggestion }) => (
        <li key={part} className="flex items-start gap-2.5 py-0.5 wrap-anywhere">
          <Info aria-hidden="true" className="mt-[3px] size-4 shrink-0 text-warning" strokeWidth={1.75} />
          <span>
            {describeNote({ part, reason }, texts, language)}
            {suggestion !== null &&
              texts.rich('notes.meant', {
                link: () => (
                  <SearchLink
                    key="link"
                    query={toMeant(query, suggestion.text)}
                    onFollow={onFollow}
                    className="link font-mono text-xs"
                  >
                    {suggestion.part}
                  </SearchLink>
                ),
              })}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Leads to what the text names: the images of a digest, or what is here under another alias. */
export function Offers({ offers }: { offers: readonly Offer[] }) {
  const texts = useTexts('search')
  const [first] = offers
  if (first === undefined) return null
  return (
    <section
      aria-label={texts('offers.label')}
      className="my-2 rounded-md bg-sunk px-3 py-2 text-sm text-ink-2"
    >
      <p>{texts(first.digest === null ? 'offers.elsewhere' : 'offers.digests')}</p>
      <ul className="mt-1">
        {offers.map((offer) => {
          const { registryAlias, repositoryName, tag, digest } = offer
          const name = `${registryAlias}/${repositoryName}${tag === null ? '' : `:${tag}`}`
          return (
            <li key={`${name}${digest}`} className="py-1">
              <IntentLink href={toPath(offer)} className="link font-mono text-xs wrap-anywhere">
                {name}
                {digest !== null && ` ${digest.slice(0, digestLength + 8)}…`}
              </IntentLink>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function toPath({ registryAlias, repositoryName, tag, digest }: Offer) {
  if (digest !== null) return imagePath(registryAlias, repositoryName, { digest })
  return tag === null
    ? repositoryPath(registryAlias, repositoryName)
    : imagePath(registryAlias, repositoryName, { tag })
}

/** The same filters with the text as it was probably meant. */
function toMeant(query: SearchQuery, text: string): SearchQuery {
  const searchTerm = toTypedText({ ...query, text })
  return { ...parseSearchParams({ searchTerm }), sort: query.sort }
}
