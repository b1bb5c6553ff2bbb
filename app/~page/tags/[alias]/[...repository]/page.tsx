/**
 * The Image tags tab in another order than the first, filtered, or on a later page: rendered for each request, as there
 * are too many of them to keep. next.config.ts rewrites `/ALIAS/REPO…?tab=tags&sort=…` to this route.
 */
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { readRouteNames } from '#lib/addresses/read-route-names.ts'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { parseTagQuery } from '#lib/addresses/tag-query.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

type Props = PageProps<'/~page/tags/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection()
  const { alias, repositoryName } = readRouteNames(await params)
  return toRepositoryMetadata(alias, repositoryName, 'tags')
}

export default async function TagListPage({ params, searchParams }: Props) {
  await connection()
  const { alias, repositoryName: name } = readRouteNames(await params)
  // A page that is rendered for each request cannot answer 404 with words; the cached one can.
  if (getCatalog().findRepository(alias, name) === null) redirect(repositoryPath(alias, name, 'tags'))
  const tagQuery = parseTagQuery(await searchParams)
  return <RepositoryScreen alias={alias} repositoryName={name} tab="tags" tagQuery={tagQuery} />
}
