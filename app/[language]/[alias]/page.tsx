import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { BrowserTexts } from '#components/language/browser-texts.tsx'
import { getTexts } from '#components/language/get-texts.ts'
import { PublisherHeader } from '#components/publisher/publisher-header.tsx'
import { PublisherRepositories } from '#components/publisher/publisher-repositories.tsx'
import { MissingPage } from '#components/site/missing-page.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { toMissingMetadata } from '#components/site/to-missing-metadata.ts'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { FeedLinks } from '#components/ui/feed-links.tsx'
import { decodeSegment } from '#lib/addresses/read-route-names.ts'
import { publisherPath } from '#lib/addresses/routes.ts'
import { feedPath } from '#lib/addresses/search-routes.ts'
import { getImageHost } from '#lib/pages/get-image-hosts.ts'
import { getPublisher } from '#lib/pages/get-publisher.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: PageProps<'/[language]/[alias]'>): Promise<Metadata> {
  const alias = decodeSegment((await params).alias)
  const publisher = await getPublisher(alias)
  if (!publisher) {
    const texts = await getTexts('site')
    return toMissingMetadata(alias, (name) => texts('missing.noPublisher', { name }))
  }
  const { publisherName, registryAlias, repositoryCount } = publisher
  const texts = await getTexts('publisher')
  const counted = texts('publishes', { count: repositoryCount, publisher: publisherName })
  const description = publisher.description === null ? counted : `${publisher.description} ${counted}`
  return toPageMetadata({
    title: publisherName,
    description,
    path: publisherPath(registryAlias),
    feed: feedPath({ alias: registryAlias }),
  })
}

export default async function PublisherPage({ params }: PageProps<'/[language]/[alias]'>) {
  const alias = decodeSegment((await params).alias)
  const publisher = await getPublisher(alias)
  if (!publisher) {
    const meant = getCatalog().findPublisher(alias.toLowerCase())
    // One that has come since it was looked for must not lead to itself.
    if (meant && meant.registryAlias !== alias) redirect(publisherPath(meant.registryAlias))
    return <MissingPage alias={alias} />
  }
  if (publisher.registryAlias !== alias) redirect(publisherPath(publisher.registryAlias))
  return (
    <PageShell className="pt-5 sm:pt-10">
      <PublisherHeader publisher={publisher} />
      <BrowserTexts concerns={['search']}>
        <PublisherRepositories
          publisher={publisher}
          repositories={getCatalog().listPublisherRepositories(publisher.registryId)}
          registryHost={getImageHost(publisher.registryId)}
        />
      </BrowserTexts>
      <FeedLinks
        what={(await getTexts('publisher'))('followed')}
        path={feedPath({ alias: publisher.registryAlias })}
      />
    </PageShell>
  )
}
