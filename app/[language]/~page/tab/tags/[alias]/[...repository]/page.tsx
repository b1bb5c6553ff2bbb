/**
 * The Image tags tab of a repository as it is first shown; next.config.mjs rewrites `/ALIAS/REPO…?tab=tags` to this route. Apart from the
 * other tabs, so that these do without the script of the list.
 */
import type { Metadata } from 'next'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { visitRepository } from '#components/repository/visit-repository.ts'
import { TagList } from '#components/tags/tag-list.tsx'
import { readRouteNames } from '#lib/addresses/read-route-names.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

type Props = PageProps<'/[language]/~page/tab/tags/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toRepositoryMetadata(await visitTags(params))
}

export default async function FirstTagListPage({ params }: Props) {
  return <RepositoryScreen visited={await visitTags(params)} Tags={TagList} />
}

async function visitTags(params: Props['params']) {
  return visitRepository({ ...readRouteNames(await params), tab: 'tags' })
}
