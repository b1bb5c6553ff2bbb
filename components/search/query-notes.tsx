import { Info } from 'lucide-react'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { toTypedText } from '#lib/addresses/typed-operators.ts'
import type { Offer } from '#lib/catalog/catalog.ts'
import type { QueryNote } from '#lib/catalog/query/explain-operators.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { IntentLink } from '../ui/intent-link.tsx'
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
  if (notes.length === 0) return null
  return (
    <ul aria-label="About this search" className="my-2 rounded-md bg-sunk px-3 py-2 text-sm text-ink-2">
      {notes.map(({ part, message, suggestion }) => (
        <li key={part} className="flex items-start gap-2.5 py-0.5 wrap-anywhere">
          <Info aria-hidden="true" className="mt-[3px] size-4 shrink-0 text-warning" strokeWidth={1.75} />
          <span>
            {message}
            {suggestion !== null && (
              <>
                {' '}
                Did you mean{' '}
                <SearchLink
                  query={toMeant(query, suggestion.text)}
                  onFollow={onFollow}
                  className="link font-mono text-xs"
                >
                  {suggestion.part}
                </SearchLink>
                ?
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Leads to what the text names: the images of a digest, or what is here under another alias. */
export function Offers({ offers }: { offers: readonly Offer[] }) {
  const [first] = offers
  if (first === undefined) return null
  return (
    <section
      aria-label="What this names here"
      className="my-2 rounded-md bg-sunk px-3 py-2 text-sm text-ink-2"
    >
      <p>
        {first.digest === null
          ? 'No such address here. Under another alias there is:'
          : 'Several images have a digest that begins like this:'}
      </p>
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
