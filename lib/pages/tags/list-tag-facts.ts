/** One page of a repository's tags with all that its tab shows of each: platforms, size, what is attached, and pulls. */

import type { TagQuery } from '#lib/addresses/tag-query.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { shortenCacheLife } from '../keep-page.ts'
import { readPullsInTime } from '../repository/get-repository-pulls.ts'
import { addImageFacts } from './add-image-facts.ts'
import { getImageFacts } from './get-image-facts.ts'
import { listImageTags } from './list-image-tags.ts'
import type { ListedTag, TagPage } from './select-tags.ts'

/** The registry lists pulls of so many tags, the most pulled first; of the others only that they have fewer is known. */
const maxTagsWithPulls = 100

/**
 * Lists one page, found by any alias of the registry. What cannot be read in time is left open.
 * @returns null when there is no such repository
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function listTagFacts(
  registryAlias: string,
  repositoryName: string,
  query: TagQuery,
): Promise<TagPage | null> {
  const page = await listImageTags(registryAlias, repositoryName, query)
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (page === null || summary === null) return null
  const counted = await readPullsInTime(registryAlias, repositoryName)
  const pulls = counted && new Map(counted.tags.map(({ tag, count }) => [tag, count]))
  const { endpoint } = getSourceOf(summary.registryId)
  const uri = toRepositoryUri(summary)
  const rows = await addImageFacts(page.rows, (digest) =>
    getImageFacts({ registryAlias, repositoryName, uri, endpoint, digest }),
  )
  if (rows.some(({ signature }) => signature?.state === 'under-way')) await shortenCacheLife()
  return { ...page, rows: pulls === null ? rows : rows.map((row) => addPulls(row, pulls)) }
}

function addPulls(row: ListedTag, pulls: Map<string, number>): ListedTag {
  const counts = [row.tag, ...row.otherTags].map((tag) => pulls.get(tag))
  const isKnown = counts.some((count) => count !== undefined) || pulls.size < maxTagsWithPulls
  return isKnown ? { ...row, pullCount: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) } : row
}
