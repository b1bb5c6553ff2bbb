import { getRepositoryPage } from '#lib/gallery/get-repository-page.ts'
import { listImageTags } from '#lib/gallery/list-image-tags.ts'
import type { RepositoryTab } from '#lib/gallery/routes.ts'
import { MissingPage } from '../site/missing-page.tsx'
import { RepositoryView } from './repository-view.tsx'

/** What stands at `/ALIAS/REPO…`, with the tab that was asked for. */
export async function RepositoryScreen({
  alias,
  repositoryName,
  tab,
}: {
  alias: string
  repositoryName: string
  tab: RepositoryTab
}) {
  const [page, firstTags] = await Promise.all([
    getRepositoryPage(alias, repositoryName),
    listImageTags(alias, repositoryName),
  ])
  if (page === null || firstTags === null) return <MissingPage alias={alias} name={repositoryName} />
  return <RepositoryView alias={alias} page={page} firstTags={firstTags} tab={tab} />
}
