import { redirect } from 'next/navigation'
import { type RepositoryTab, repositoryPath } from '#lib/addresses/routes.ts'
import { firstTagQuery } from '#lib/addresses/tag-query.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { getRepositoryPage } from '#lib/pages/get-repository-page.ts'
import { listImageTags } from '#lib/pages/list-image-tags.ts'
import { listPullTags } from '#lib/pages/list-pull-tags.ts'
import { listTagFacts } from '#lib/pages/list-tag-facts.ts'
import { isWholeTagPage } from '#lib/pages/select-tags.ts'
import { shortenCacheLife } from '#lib/pages/shorten-cache-life.ts'
import { orUnread, visit } from '#lib/runtime/visit.ts'
import { AsOfLine } from '../site/as-of-line.tsx'
import { MissingPage } from '../site/missing-page.tsx'
import { RepositoryView } from './repository-view.tsx'

/**
 * What stands at `/ALIAS/REPO…`, with the tab that was asked for. While its source is away or slow, that is what was read last,
 * or what the index knows, with its age; such a page is kept for seconds only.
 */
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
  const { result, asOf } = await visit(() => readScreen(alias, repositoryName, tab, tagQuery))
  if (result === null) {
    const meant = findMeantRepository({ alias, repositoryName })
    if (meant?.isSure) redirect(repositoryPath(meant.alias, meant.repositoryName, tab))
    return <MissingPage alias={alias} name={repositoryName} />
  }
  const { page, tagPage, pullTags, facts } = result
  const isPart = tab === 'tags' && tagPage !== 'unread' && !isWholeTagPage(tagPage)
  if (asOf !== null || tagPage === 'unread' || isPart) await shortenCacheLife()
  return (
    <>
      <AsOfLine asOf={asOf} isFromIndex={page.isFromIndex} />
      <RepositoryView
        alias={alias}
        page={page}
        pullTags={pullTags}
        facts={facts}
        tagQuery={tagQuery}
        tagPage={tagPage === 'unread' ? null : tagPage}
        tab={tab}
      />
    </>
  )
}

async function readScreen(
  alias: string,
  repositoryName: string,
  tab: RepositoryTab,
  tagQuery: typeof firstTagQuery,
) {
  // The other tabs show no more of the tags than how many there are.
  const listTags = tab === 'tags' ? listTagFacts : listImageTags
  const [page, tagPage] = await Promise.all([
    getRepositoryPage(alias, repositoryName),
    orUnread(listTags(alias, repositoryName, tagQuery)),
  ])
  if (page === null || tagPage === null) return null
  if (tagPage === 'unread') return { page, tagPage, pullTags: [], facts: null }
  const { tags: pullTags, facts } = await listPullTags(alias, repositoryName, page)
  return { page, tagPage, pullTags, facts }
}
