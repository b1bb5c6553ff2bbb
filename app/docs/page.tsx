import { connection } from 'next/server'
import { SearchHints } from '#components/search/search-hints.tsx'
import { CommandBlock } from '#components/site/command-block.tsx'
import { DocsPublish } from '#components/site/docs-publish.tsx'
import { DocsSection } from '#components/site/docs-section.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { readConfig } from '#lib/config/config.ts'
import { getSources } from '#lib/gallery/catalog-instance.ts'
import { getImageHosts } from '#lib/gallery/get-image-hosts.ts'

export const metadata = toPageMetadata({
  title: 'Docs',
  description: 'How to find and pull images, how to publish them, and the API of this gallery.',
  path: '/docs',
})

const sections = [
  ['find', 'Find an image'],
  ['pull', 'Pull an image'],
  ['publish', 'Publish a repository'],
  ['api', 'The gallery’s API'],
] as const

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
  ['/api/status', 'Of each source: whether it is in step, how far it has been read, and what is wrong.'],
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
  ['sort', 'newest, version, size or name; without it, the newest first'],
  ['filter', 'part of a tag, or the beginning of a digest'],
  ['prereleases', 'show: by version, also earlier pre-releases of what has been released since'],
  ['page', 'from 1'],
] as const

export default async function DocsPage() {
  await connection()
  const { galleryUrl, registryUrl } = readConfig()
  const registryHost = getImageHosts().usual
  // Of several sources, this gallery's own registry is the one to publish to.
  const endpoint = getSources().find((source) => source.endpoint.kind === 'embedded')?.endpoint ??
    getSources()[0]?.endpoint ?? { kind: 'aws' }
  const endpointUrl = {
    embedded: registryUrl,
    aws: null,
    endpoint: endpoint.kind === 'endpoint' ? endpoint.url : null,
  }
  const example = `curl '${galleryUrl}/api/search?searchTerm=web&architectures=ARM%2064&sort=updated'`
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-x-12 pt-10 lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <div className="mb-8">
        <h1 className="text-2xl font-semibold tracking-tight">Docs</h1>
        <nav aria-label="On this page" className="mt-3 lg:sticky lg:top-6">
          <ul className="flex flex-wrap gap-x-5 text-sm lg:block">
            {sections.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="inline-block py-1 text-ink-2 hover:text-ink hover:underline">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="max-w-[44rem] lg:pt-2">
        <DocsSection id="find" title="Find an image">
          <p>
            Search looks at names, publishers, descriptions and the About and Usage texts; an exact name comes
            first. The key{' '}
            <kbd className="rounded-sm border border-rule-strong px-1 font-mono text-xs">/</kbd> leads to the
            search box from anywhere. Values of one filter are alternatives, filters narrow each other, and
            the address of a page holds the whole search, so it can be kept and shared. The box takes this
            too:
          </p>
          <SearchHints wide />
          <p>
            Filters and what is typed are two views of one search: each shows what the other says. Recent
            searches are kept by the browser alone.
          </p>
        </DocsSection>
        <DocsSection id="pull" title="Pull an image">
          <p>
            Every repository has its page at <code>/ALIAS/REPOSITORY</code>, with the command to copy. A
            reference names the registry, the publisher&rsquo;s alias, the repository, and a tag or a digest:
          </p>
          <CommandBlock
            text={`docker pull ${registryHost}/ALIAS/REPOSITORY:TAG`}
            label="the form of a pull command"
          />
          <p>
            Nobody needs to log in for that. A repository says what its newest image runs on, and where that
            is something else than its publisher declares; search filters find both.
          </p>
        </DocsSection>
        <DocsPublish endpointUrl={endpointUrl[endpoint.kind]} registryHost={registryHost} />
        <DocsSection id="api" title="The gallery’s API">
          <p>
            What the pages show can be read as JSON, without a key. Answers are never cached. For programs it
            is described in{' '}
            <a href="/openapi.json" className="link">
              openapi.json
            </a>
            , as OpenAPI 3.1.
          </p>
          <Definitions rows={endpoints} />
          <h3 className="pt-3 text-base font-semibold text-ink">Parameters of a search</h3>
          <p>A parameter with several values is repeated, or its values are separated by commas.</p>
          <Definitions rows={parameters} />
          <CommandBlock text={example} label="an example search" />
          <h3 className="pt-3 text-base font-semibold text-ink">Parameters of a list of tags</h3>
          <Definitions rows={tagParameters} />
        </DocsSection>
      </div>
    </PageShell>
  )
}

function Definitions({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="divide-y divide-rule border-y border-rule text-sm">
      {rows.map(([term, meaning]) => (
        <div key={term} className="grid gap-x-6 py-2 sm:grid-cols-[15rem_1fr]">
          <dt className="wrap-anywhere">
            <code>{term}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
