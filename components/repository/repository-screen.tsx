import { getRepositoryPage } from '#lib/gallery/get-repository-page.ts'
import { listImageTags } from '#lib/gallery/list-image-tags.ts'
import { listPullTags } from '#lib/gallery/list-pull-tags.ts'
import type { RepositoryTab } from '#lib/gallery/routes.ts'
import { firstTagQuery } from '#lib/gallery/tag-query.ts'
import { MissingPage } from '../site/missing-page.tsx'
import { RepositoryView } from './repository-view.tsx'

/** What stands at `/ALIAS/REPO…`, with the tab that was asked for. */
export async function RepositoryScreen({
  alias,
  repositoryName,
  tab,
  tagQuery = firstTagQuery,
}: {
  alias: string
  repositoryName: string
  tab: RepositoryTab
  tagQuery?: typeof firstTagQuery
}) {
  const [page, tagPage] = await Promise.all([
    getRepositoryPage(alias, repositoryName),
    listImageTags(alias, repositoryName, tagQuery),
  ])
  if (page === null || tagPage === null) return <MissingPage alias={alias} name={repositoryName} />
  const pullTags = await listPullTags(alias, repositoryName, page)
  return (
    <RepositoryView
      alias={alias}
      page={page}
      pullTags={pullTags}
      tagQuery={tagQuery}
      tagPage={tagPage}
      tab={tab}
    />
  )
}
