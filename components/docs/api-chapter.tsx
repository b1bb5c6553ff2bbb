import { CommandBlock } from '../site/command-block.tsx'
import { Definitions } from './definitions.tsx'
import { DocsSection } from './docs-section.tsx'

const endpoints = [
  ['/api/search', 'A search as JSON, with the parameters of the search page, below.'],
  [
    '/api/suggest?q=',
    'Names of repositories and publishers that begin with, or contain, some letters, and the tags of “alias/repository:”. With format=opensearch, in the form that browsers take.',
  ],
  [
    '/api/tags/ALIAS/REPOSITORY',
    'The images of a repository by their tags, a hundred on a page, with the parameters below.',
  ],
  [
    '/api/pulls/ALIAS/REPOSITORY',
    'How often a repository was pulled: in all, on each of 30 days, and by tag.',
  ],
  ['/api/status', 'For each source: whether it is up to date, how far it has been read, and what is wrong.'],
  ['/api/health', 'Whether the gallery works, how much it shows, and when it last read the registry.'],
  ['/opensearch.xml', 'How a browser adds the gallery as a search engine.'],
  ['/sitemap.xml', 'Every page, for search engines.'],
] as const

const parameters = [
  ['searchTerm', 'what stands in the search box'],
  ['operatingSystems', 'Linux, Windows'],
  ['architectures', 'ARM, ARM 64, x86, x86-64'],
  ['verified', 'verified: only from verified publishers'],
  ['popularRegistries', 'aliases of publishers'],
  ['types', 'image, chart, artifact, empty'],
  ['updated', 'day, week, month or year: changed in the last one'],
  ['sort', 'relevance, popularity, updated or name'],
  ['page', 'from 1'],
] as const

const tagParameters = [
  ['sort', 'version, newest, size or name; without it, by version lines'],
  ['filter', 'part of a tag, or the beginning of a digest'],
  ['folds', 'open: everything that the page folds is shown'],
  ['page', 'from 1'],
] as const

/** What programs can read. `galleryUrl` has no trailing slash. */
export function ApiChapter({ galleryUrl }: { galleryUrl: string }) {
  const example = `curl '${galleryUrl}/api/search?searchTerm=web&architectures=ARM%2064&sort=updated'`
  return (
    <>
      <DocsSection id="addresses" title="Addresses">
        <p>
          What the pages show can be read as JSON, without a key. Answers are never cached. For programs it is
          described in{' '}
          <a href="/openapi.json" className="link">
            openapi.json
          </a>
          , as OpenAPI 3.1.
        </p>
        <Definitions rows={endpoints} />
      </DocsSection>
      <DocsSection id="search" title="Parameters of a search">
        <p>A parameter with several values is repeated, or its values are separated by commas.</p>
        <Definitions rows={parameters} />
        <CommandBlock text={example} label="an example search" />
      </DocsSection>
      <DocsSection id="tags" title="Parameters of a list of tags">
        <Definitions rows={tagParameters} />
      </DocsSection>
    </>
  )
}
