/**
 * The Image tags tab in another order than the first, filtered, or on a later page: rendered for each request, as there
 * are too many of them to keep. next.config.mjs rewrites `/ALIAS/REPO…?tab=tags&sort=…` to this route.
 */
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { visitRepository } from '#components/repository/visit-repository.ts'
import { TagList } from '#components/tags/tag-list.tsx'
import { readRouteNames } from '#lib/addresses/read-route-names.ts'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { parseTagQuery } from '#lib/addresses/tag-query.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

type Props = PageProps<'/[language]/~page/tags/[alias]/[...repository]'>

export async function generateMetadata(props: Props): Promise<Metadata> {
  await connection()
  return toRepositoryMetadata(await visitTags(props))
}

export default async function TagListPage(props: Props) {
  await connection()
  const { alias, repositoryName } = readRouteNames(await props.params)
  // A page that is rendered for each request cannot answer 404 with words; the cached one can.
  if (getCatalog().findRepository(alias, repositoryName) === null) {
    redirect(repositoryPath(alias, repositoryName, 'tags'))
  }
  return <RepositoryScreen visited={await visitTags(props)} Tags={TagList} />
}

async function visitTags({ params, searchParams }: Props) {
  const tagQuery = parseTagQuery(await searchParams)
  return visitRepository({ ...readRouteNames(await params), tab: 'tags', tagQuery })
}
