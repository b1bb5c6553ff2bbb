/**
 * What stands at the address of a repository, read once for a visit: the title asks as well as the page, as what is gone must not
 * have the title of what is there.
 */
import { cache } from 'react'
import type { RepositoryTab } from '#lib/addresses/routes.ts'
import { firstTagQuery, parseTagQuery, type TagQuery, toTagSearchParams } from '#lib/addresses/tag-query.ts'
import { keepImagePage } from '#lib/pages/keep-page.ts'
import { getPullStatistics } from '#lib/pages/repository/get-pull-statistics.ts'
import { getRepositoryPage } from '#lib/pages/repository/get-repository-page.ts'
import { listRelated } from '#lib/pages/repository/list-related.ts'
import { getTagTimeline } from '#lib/pages/tags/get-tag-timeline.ts'
import { listImageTags } from '#lib/pages/tags/list-image-tags.ts'
import { listPullTags } from '#lib/pages/tags/list-pull-tags.ts'
import { listTagFacts } from '#lib/pages/tags/list-tag-facts.ts'
import { orUnread, visit } from '#lib/runtime/visit.ts'

interface WantedRepository {
  alias: string
  repositoryName: string
  tab: RepositoryTab
  tagQuery: TagQuery
}

export interface VisitedRepository extends WantedRepository {
  /** Null when there is no such repository. */
  result: Awaited<ReturnType<typeof readScreen>>
  /** When the oldest of what is shown was read (ISO 8601); null for just now. */
  asOf: string | null
}

/** Without `tagQuery`, with the first tags. */
export function visitRepository({
  alias,
  repositoryName,
  tab,
  tagQuery = firstTagQuery,
}: Omit<WantedRepository, 'tagQuery'> & { tagQuery?: TagQuery }): Promise<VisitedRepository> {
  return readOnce(alias, repositoryName, tab, toTagSearchParams(tagQuery).toString())
}

/** By texts, which are compared by what they say. */
const readOnce = cache(
  async (
    alias: string,
    repositoryName: string,
    tab: RepositoryTab,
    tagParams: string,
  ): Promise<VisitedRepository> => {
    const wanted = { alias, repositoryName, tab, tagQuery: parseTagQuery(new URLSearchParams(tagParams)) }
    return { ...wanted, ...(await visit(() => readScreen(wanted))) }
  },
)

async function readScreen({ alias, repositoryName, tab, tagQuery }: WantedRepository) {
  // The other tabs show no more of the tags than how many there are.
  const listTags = tab === 'tags' ? listTagFacts : listImageTags
  const [page, tagPage, timeline, statistics] = await Promise.all([
    getRepositoryPage(alias, repositoryName),
    orUnread(listTags(alias, repositoryName, tagQuery)),
    tab === 'tags' ? getTagTimeline(alias, repositoryName) : null,
    tab === 'pulls' ? readStatistics(alias, repositoryName) : null,
  ])
  if (page === null || tagPage === null) return null
  const related = tab === 'about' || tab === 'usage' ? listRelated(page.summary) : []
  if (tagPage === 'unread') {
    return { page, tagPage, timeline: null, statistics, pullTags: [], facts: null, related }
  }
  const { tags: pullTags, facts } = await listPullTags(alias, repositoryName, page)
  return { page, tagPage, timeline, statistics, pullTags, facts, related }
}

/** Pulls make no page new, so that this one is kept for a minute. */
async function readStatistics(alias: string, repositoryName: string) {
  await keepImagePage(alias, repositoryName)
  const statistics = await orUnread(getPullStatistics(alias, repositoryName))
  return statistics === 'unread' ? null : statistics
}
