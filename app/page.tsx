import type { Metadata } from 'next'
import { connection } from 'next/server'
import { CompactRow } from '#components/home/compact-row.tsx'
import { ExampleSearches } from '#components/home/example-searches.tsx'
import { interleavePublishers } from '#components/home/interleave-publishers.ts'
import { SectionHeading } from '#components/home/section-heading.tsx'
import { PublisherRow } from '#components/publisher/publisher-row.tsx'
import { SearchBox } from '#components/search/search-box.tsx'
import { NotReadYet } from '#components/site/not-read-yet.tsx'
import { NothingPublished } from '#components/site/nothing-published.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { formatCount } from '#components/ui/format-count.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'
import { searchPath } from '#lib/gallery/routes.ts'

export const metadata: Metadata = { alternates: { canonical: '/' } }

const shownRepositories = 8
/** As many of the most pulled as are looked at for the list that is shown. */
const popularPool = 64
const shownPublishers = 9

export default async function HomePage() {
  await connection()
  const catalog = getCatalog()
  const { repositoryCount, publisherCount, syncedAt } = catalog.facts()
  const publishers = catalog.listVerifiedPublishers(shownPublishers)
  return (
    <PageShell>
      <div data-large-search="" className="max-w-3xl pt-12 pb-12 sm:pt-20 sm:pb-16">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          Public container images, who publishes them, and the command that pulls them.
        </h1>
        <SearchBox large className="mt-6" />
        <ExampleSearches catalog={catalog} />
        <p className="mt-3 text-sm text-ink-3 tabular-nums">
          {formatCount(repositoryCount, 'repository', 'repositories')} from{' '}
          {formatCount(publisherCount, 'publisher', 'publishers')}
        </p>
      </div>
      {repositoryCount === 0 ? (
        <div className="border-t border-rule-strong">
          {syncedAt === null ? <NotReadYet /> : <NothingPublished />}
        </div>
      ) : (
        <>
          <div className="grid gap-x-12 gap-y-12 lg:grid-cols-2">
            <RepositoryList
              id="popular"
              title="Popular"
              sort="popularity"
              repositories={interleavePublishers(catalog.listPopular(popularPool)).slice(
                0,
                shownRepositories,
              )}
            />
            <RepositoryList
              id="recently-updated"
              title="Recently updated"
              sort="updated"
              repositories={catalog.listRecentlyUpdated(shownRepositories)}
            />
          </div>
          {publishers.length > 0 && (
            <section aria-labelledby="verified-publishers" className="mt-12">
              <SectionHeading
                id="verified-publishers"
                title="Verified publishers"
                href="/publishers"
                more="All publishers"
              />
              <ul className="grid gap-x-12 sm:grid-cols-2 lg:grid-cols-3">
                {publishers.map((publisher) => (
                  <PublisherRow key={publisher.registryId} publisher={publisher} heading="h3" />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </PageShell>
  )
}

function RepositoryList({
  id,
  title,
  sort,
  repositories,
}: {
  id: string
  title: string
  sort: 'popularity' | 'updated'
  repositories: RepositorySummary[]
}) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <SectionHeading id={id} title={title} href={searchPath({ sort })} more="See all" />
      <ul>
        {repositories.map((repository) => (
          <CompactRow
            key={`${repository.registryId}/${repository.repositoryName}`}
            repository={repository}
            fact={sort === 'popularity' ? 'pulls' : 'updated'}
          />
        ))}
      </ul>
    </section>
  )
}
