import { useTexts } from '#components/language/use-texts.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { Catalog } from '#lib/catalog/catalog.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { Texts } from '#lib/language/texts.ts'
import { IntentLink } from '../ui/intent-link.tsx'

const wantedExamples = 3

/** Three searches to begin with. Only those that find something here are shown. */
export function ExampleSearches({ catalog }: { catalog: Catalog }) {
  const texts = useTexts('home')
  const examples = listExamples(catalog, texts).slice(0, wantedExamples)
  if (examples.length === 0) return null
  return (
    <ul aria-label={texts('examples.label')} className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
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

function listExamples(catalog: Catalog, texts: Texts<'home'>): { words: string; query: SearchQuery }[] {
  const everything = parseSearchParams({})
  const popularName = catalog.listPopular(1)[0]?.repositoryName.split('/').at(-1)
  const examples = [
    // It finds at least the repository whose name it is.
    {
      words: texts('examples.name', { name: popularName ?? '' }),
      query: { ...everything, text: popularName ?? '' },
      isFound: popularName !== undefined,
    },
    {
      words: texts('examples.armVerified'),
      query: { ...everything, architectures: ['ARM 64'], verifiedOnly: true },
      isFound: catalog.hasAny({ architectures: 'ARM 64', verified: 'yes' }),
    },
    {
      words: texts('examples.windows'),
      query: { ...everything, operatingSystems: ['Windows'] },
      isFound: catalog.hasAny({ operatingSystems: 'Windows' }),
    },
    {
      words: texts('examples.linux'),
      query: { ...everything, operatingSystems: ['Linux'] },
      isFound: catalog.hasAny({ operatingSystems: 'Linux' }),
    },
  ]
  return examples.filter(({ isFound }) => isFound)
}
