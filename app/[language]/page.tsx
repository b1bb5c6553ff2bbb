import type { Metadata } from 'next'
import { connection } from 'next/server'
import { CatalogueIndexList } from '#components/home/catalogue-index.tsx'
import { ExampleSearches } from '#components/home/example-searches.tsx'
import { interleavePublishers } from '#components/home/interleave-publishers.ts'
import { PopularList } from '#components/home/popular-list.tsx'
import { ReleaseLog } from '#components/home/release-log.tsx'
import { SectionHeading } from '#components/home/section-heading.tsx'
import { getLanguage, getTexts } from '#components/language/get-texts.ts'
import { PublisherRow } from '#components/publisher/publisher-row.tsx'
import { SearchBox } from '#components/search-box/search-box.tsx'
import { NotReadYet } from '#components/site/not-read-yet.tsx'
import { NothingPublished } from '#components/site/nothing-published.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { toLanguageAlternates } from '#components/site/to-page-metadata.ts'
import { FirstScreenEnd } from '#components/ui/first-screen-end.tsx'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function generateMetadata(): Promise<Metadata> {
  const texts = await getTexts('home')
  return {
    title: { absolute: texts('title') },
    alternates: toLanguageAlternates('/', await getLanguage()),
  }
}

const shownRepositories = 8
/** As many of the most pulled, and of the last changed, as are looked at for the lists that are shown. */
const popularPool = 64
const recentPool = 24
const shownPublishers = 9

export default async function HomePage() {
  await connection()
  const texts = await getTexts('home')
  const siteTexts = await getTexts('site')
  const catalog = getCatalog()
  const { repositoryCount, publisherCount, syncedAt } = catalog.facts()
  const publishers = catalog.listVerifiedPublishers(shownPublishers)
  const popular = interleavePublishers(catalog.listPopular(popularPool)).slice(0, shownRepositories)
  const recent = listOthers(catalog.listRecentlyUpdated(recentPool), popular).slice(0, shownRepositories)
  return (
    <PageShell>
      <div data-large-search="" className="max-w-3xl pt-12 pb-12 sm:pt-20 sm:pb-16">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{siteTexts('slogan')}</h1>
        <SearchBox large className="mt-6" />
        <ExampleSearches catalog={catalog} />
        <p className="mt-3 text-sm text-ink-3 tabular-nums">
          {siteTexts('facts.counts', { repositories: repositoryCount, publishers: publisherCount })}
        </p>
      </div>
      {repositoryCount === 0 ? (
        <div className="border-t border-rule-strong">
          {syncedAt === null ? <NotReadYet /> : <NothingPublished />}
        </div>
      ) : (
        <>
          <CatalogueIndexList index={catalog.listIndex()} />
          <FirstScreenEnd />
          <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <section aria-labelledby="popular" className="min-w-0">
              <SectionHeading
                id="popular"
                title={texts('popular')}
                href={searchPath({ sort: 'popularity' })}
                more={texts('seeAll')}
                note={texts('pulls')}
              />
              <PopularList repositories={popular} />
            </section>
            <section aria-labelledby="recently-updated" className="min-w-0">
              <SectionHeading
                id="recently-updated"
                title={texts('recentlyUpdated')}
                href={searchPath({ sort: 'updated' })}
                more={texts('seeAll')}
              />
              <ReleaseLog repositories={recent} nowMs={Date.now()} />
            </section>
          </div>
          {publishers.length > 0 && (
            <section aria-labelledby="verified-publishers" className="mt-12">
              <SectionHeading
                id="verified-publishers"
                title={texts('verifiedPublishers')}
                href="/publishers"
                more={texts('allPublishers')}
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

/** Two lists of the same repositories would say little: those of the other list come last, where there are too few. */
function listOthers(all: RepositorySummary[], shown: readonly RepositorySummary[]): RepositorySummary[] {
  const toKey = ({ registryId, repositoryName }: RepositorySummary) => `${registryId}/${repositoryName}`
  const known = new Set(shown.map(toKey))
  const others = all.filter((repository) => !known.has(toKey(repository)))
  const chosen = new Set([...others, ...all].slice(0, shownRepositories))
  return all.filter((repository) => chosen.has(repository))
}
