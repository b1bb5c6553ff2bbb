import { redirect } from 'next/navigation'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { findMeantRepository } from '#lib/pages/find-meant-repository.ts'
import { shortenCacheLife } from '#lib/pages/keep-page.ts'
import { findLifecycleNotice } from '#lib/pages/repository/find-lifecycle-notice.ts'
import { isWholeTagPage } from '#lib/pages/tags/select-tags.ts'
import { AsOfLine } from '../site/as-of-line.tsx'
import { LifecycleBanner } from '../site/lifecycle-banner.tsx'
import { MissingPage } from '../site/missing-page.tsx'
import type { TagList } from '../tags/tag-list.tsx'
import { RepositoryView } from './repository-view.tsx'
import type { VisitedRepository } from './visit-repository.ts'

/**
 * What stands at `/ALIAS/REPO…`, with the tab that was asked for. While its source is away or slow, that is what was read last,
 * or what the index knows, with its age; such a page is kept for seconds only.
 */
export async function RepositoryScreen({
  visited,
  Tags,
}: {
  visited: VisitedRepository
  /** On the Image tags tab, where alone its script is loaded. */
  Tags?: typeof TagList
}) {
  const { alias, repositoryName, tab, tagQuery, result, asOf } = visited
  if (result === null) {
    const meant = findMeantRepository({ alias, repositoryName })
    if (meant?.isSure) redirect(repositoryPath(meant.alias, meant.repositoryName, tab))
    return <MissingPage alias={alias} name={repositoryName} />
  }
  const { page, tagPage, timeline, statistics, pullTags, facts, related } = result
  const notice = findLifecycleNotice('repository', page.summary.lifecycle)
  const isPart = tab === 'tags' && tagPage !== 'unread' && !isWholeTagPage(tagPage)
  if (asOf !== null || tagPage === 'unread' || isPart) await shortenCacheLife()
  return (
    <>
      <AsOfLine asOf={asOf} isFromIndex={page.isFromIndex} />
      {notice !== null && <LifecycleBanner notice={notice} warns={page.endpoint.kind === 'embedded'} />}
      <RepositoryView
        alias={alias}
        page={page}
        pullTags={pullTags}
        facts={facts}
        tagQuery={tagQuery}
        tagPage={tagPage === 'unread' ? null : tagPage}
        timeline={timeline}
        statistics={statistics}
        related={related}
        tab={tab}
        {...(Tags && { Tags })}
      />
    </>
  )
}
