import type { Route } from 'next'
import { connection } from 'next/server'
import { getTexts } from '#components/language/get-texts.ts'
import { PublisherRow } from '#components/publisher/publisher-row.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { IntentLink } from '#components/ui/intent-link.tsx'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function generateMetadata() {
  const texts = await getTexts('publisher')
  return toPageMetadata({ title: texts('title'), description: texts('description'), path: '/publishers' })
}

export default async function PublishersPage({ searchParams }: PageProps<'/[language]/publishers'>) {
  await connection()
  const texts = await getTexts('publisher')
  const wanted = parseSearchParams(await searchParams).page
  const { totalResults, page, pageCount, publishers } = getCatalog().listPublishers(wanted)
  return (
    <PageShell className="pt-10">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule-strong pb-3">
        <h1 className="text-2xl font-semibold tracking-tight">{texts('title')}</h1>
        <p className="text-sm text-ink-2 tabular-nums">{texts('count', { count: totalResults })}</p>
      </div>
      {publishers.length === 0 && <p className="py-6 text-ink-2">{texts('nobody')}</p>}
      <ul className="grid gap-x-12 sm:grid-cols-2">
        {publishers.map((publisher) => (
          <PublisherRow key={publisher.registryId} publisher={publisher} heading="h2" />
        ))}
      </ul>
      {pageCount > 1 && (
        <nav
          aria-label={texts('pages')}
          className="mt-6 flex items-center justify-center gap-4 text-sm tabular-nums"
        >
          <PageLink page={page - 1} pageCount={pageCount} words={texts('previous')} />
          <span className="text-ink-2">{texts('page', { page, pageCount })}</span>
          <PageLink page={page + 1} pageCount={pageCount} words={texts('next')} />
        </nav>
      )}
    </PageShell>
  )
}

function PageLink({ page, pageCount, words }: { page: number; pageCount: number; words: string }) {
  if (page < 1 || page > pageCount) return null
  const href = (page === 1 ? '/publishers' : `/publishers?page=${page}`) as Route
  return (
    <IntentLink href={href} className="link px-1 py-1.5">
      {words}
    </IntentLink>
  )
}
