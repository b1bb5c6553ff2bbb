import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { BrowserTexts } from '#components/language/browser-texts.tsx'
import { getLanguage, getTexts } from '#components/language/get-texts.ts'
import { listRelaxations } from '#components/search/change-query.ts'
import { toSearchApiPath } from '#components/search/search-api-path.ts'
import { SearchView } from '#components/search/search-view.tsx'
import { NotReadYet } from '#components/site/not-read-yet.tsx'
import { PageShell } from '#components/site/page-shell.tsx'
import { toLanguageAlternates } from '#components/site/to-page-metadata.ts'
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { feedPath, searchPath } from '#lib/addresses/search-routes.ts'
import { readConfig } from '#lib/config/config.ts'
import { findJump } from '#lib/pages/find-jump.ts'
import { getImageHosts, listAliasesOfHosts, listImageHostNames } from '#lib/pages/get-image-hosts.ts'
import { hasImage } from '#lib/pages/has-image.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function generateMetadata({ searchParams }: PageProps<'/[language]/search'>): Promise<Metadata> {
  const query = parseSearchParams(await searchParams)
  const { text, page } = query
  const [texts, language] = [await getTexts('search'), await getLanguage()]
  return {
    title: text === '' ? (await getTexts('site'))('allRepositories') : texts('title', { text }),
    description: texts('description'),
    alternates: {
      ...toLanguageAlternates(searchPath({ text, page }), language),
      types: { 'application/atom+xml': toAddressInLanguage(feedPath({ query }), language) },
    },
    robots: { index: text === '', follow: true },
  }
}

export default async function SearchPage({ searchParams }: PageProps<'/[language]/search'>) {
  await connection()
  const catalog = getCatalog()
  const params = await searchParams
  const query = parseSearchParams(params)
  // Only the search box asks for this, so that an address without it always has results, and the way back is free.
  if (params.jump !== undefined) {
    const { registryHost, galleryUrl } = readConfig()
    const known = [registryHost, new URL(galleryUrl).host, 'public.ecr.aws', 'gallery.ecr.aws']
    const hosts = [...new Set([...known, ...listImageHostNames()])]
    redirect(
      (await findJump(query, { catalog, hosts, aliasesOfHosts: listAliasesOfHosts(), hasImage })) ??
        searchPath(query),
    )
  }
  const { syncedAt, repositoryCount } = catalog.facts()
  if (syncedAt === null && repositoryCount === 0) {
    return (
      <PageShell>
        <NotReadYet />
      </PageShell>
    )
  }
  const result = catalog.search(query)
  const relaxations = result.totalResults === 0 ? listRelaxations(query, await getTexts('search')) : []
  const counts = relaxations.map((relaxation) => [
    toSearchApiPath(relaxation.query),
    catalog.search(relaxation.query).totalResults,
  ])
  return (
    <BrowserTexts concerns={['search']}>
      <SearchView
        initialQuery={query}
        initialResult={result}
        counts={Object.fromEntries(counts)}
        imageHosts={getImageHosts()}
      />
    </BrowserTexts>
  )
}
