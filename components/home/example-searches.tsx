import { searchPath } from '#lib/addresses/routes.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { Catalog } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { IntentLink } from '../ui/intent-link.tsx'

const wantedExamples = 3

/** Three searches to begin with. Only those that find something here are shown. */
export function ExampleSearches({ catalog }: { catalog: Catalog }) {
  const examples = listExamples(catalog).slice(0, wantedExamples)
  if (examples.length === 0) return null
  return (
    <ul aria-label="Example searches" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {examples.map(({ words, query }) => (
        <li key={words}>
          <IntentLink href={searchPath(query)} className="link inline-block py-1">
            {words}
          </IntentLink>
        </li>
      ))}
    </ul>
  )
}

function listExamples(catalog: Catalog): { words: string; query: SearchQuery }[] {
  const everything = parseSearchParams({})
  const popularName = catalog.listPopular(1)[0]?.repositoryName.split('/').at(-1)
  const examples = [
    // It finds at least the repository whose name it is.
    {
      words: `“${popularName}”`,
      query: { ...everything, text: popularName ?? '' },
      isFound: popularName !== undefined,
    },
    {
      words: 'ARM 64 from verified publishers',
      query: { ...everything, architectures: ['ARM 64'], verifiedOnly: true },
      isFound: catalog.hasAny({ architectures: 'ARM 64', verified: 'yes' }),
    },
    {
      words: 'Windows images',
      query: { ...everything, operatingSystems: ['Windows'] },
      isFound: catalog.hasAny({ operatingSystems: 'Windows' }),
    },
    {
      words: 'Linux images',
      query: { ...everything, operatingSystems: ['Linux'] },
      isFound: catalog.hasAny({ operatingSystems: 'Linux' }),
    },
  ]
  return examples.filter(({ isFound }) => isFound)
}
