import { useTexts } from '#components/language/use-texts.ts'
import { CommandBlock } from '../site/command-block.tsx'
import { Definitions } from './definitions.tsx'
import { DocsSection } from './docs-section.tsx'

const endpoints = [
  ['/api/search', 'search'],
  ['/api/suggest?q=', 'suggest'],
  ['/api/tags/ALIAS/REPOSITORY', 'tags'],
  ['/api/pulls/ALIAS/REPOSITORY', 'pulls'],
  ['/api/status', 'status'],
  ['/api/health', 'health'],
  ['/opensearch.xml', 'openSearch'],
  ['/sitemap.xml', 'sitemap'],
] as const

const parameters = [
  'searchTerm',
  'operatingSystems',
  'architectures',
  'verified',
  'popularRegistries',
  'types',
  'updated',
  'sort',
  'page',
] as const

const tagParameters = ['sort', 'filter', 'folds', 'page'] as const

/** What programs can read. `galleryUrl` has no trailing slash. */
export function ApiChapter({ galleryUrl }: { galleryUrl: string }) {
  const texts = useTexts('docs')
  const example = `curl '${galleryUrl}/api/search?searchTerm=web&architectures=ARM%2064&sort=updated'`
  return (
    <>
      <DocsSection id="addresses">
        <p>
          {texts.rich('api.json', {
            link: (words) => (
              <a key="link" href="/openapi.json" className="link">
                {words}
              </a>
            ),
          })}
        </p>
        <Definitions rows={endpoints.map(([path, key]) => [path, texts(`api.endpoints.${key}`)])} />
      </DocsSection>
      <DocsSection id="search">
        <p>{texts('api.several')}</p>
        <Definitions rows={parameters.map((name) => [name, texts(`api.parameters.${name}`)])} />
        <CommandBlock text={example} label={texts('api.example')} />
      </DocsSection>
      <DocsSection id="tags">
        <Definitions rows={tagParameters.map((name) => [name, texts(`api.tagParameters.${name}`)])} />
      </DocsSection>
    </>
  )
}
