/** One page of a repository's tags with all that its tab shows of each: platforms, size, what is attached, and pulls. */
import { describeRepository } from '#lib/ecr-public/describe-repository.ts'
import { addImageFacts } from './add-image-facts.ts'
import { getCatalog, getEcrPublicOf, getSourceOf } from './catalog-instance.ts'
import { getImageFacts } from './get-image-facts.ts'
import { readPullsInTime } from './get-repository-pulls.ts'
import { listImageTags } from './list-image-tags.ts'
import type { ListedTag, TagPage } from './select-tags.ts'
import type { TagQuery } from './tag-query.ts'
import { orUnread, readOrRecall } from './visit.ts'

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
  const { registryId } = summary
  const key = { registryId, repositoryName }
  const [repository, counted] = await Promise.all([
    orUnread(
      readOrRecall(`uri ${registryId}/${repositoryName}`, () =>
        describeRepository(getEcrPublicOf(registryId), key),
      ),
    ),
    readPullsInTime(registryAlias, repositoryName),
  ])
  if (repository === null) return null
  // The tags are worth showing without what is known of their images.
  if (repository === 'unread') return page
  const pulls = counted && new Map(counted.tags.map(({ tag, count }) => [tag, count]))
  const { endpoint } = getSourceOf(registryId)
  const uri = repository.repositoryUri
  const rows = await addImageFacts(page.rows, (digest) =>
    getImageFacts({ registryAlias, repositoryName, uri, endpoint, digest }),
  )
  return { ...page, rows: pulls === null ? rows : rows.map((row) => addPulls(row, pulls)) }
}

function addPulls(row: ListedTag, pulls: Map<string, number>): ListedTag {
  const counts = [row.tag, ...row.otherTags].map((tag) => pulls.get(tag))
  const isKnown = counts.some((count) => count !== undefined) || pulls.size < maxTagsWithPulls
  return isKnown ? { ...row, pullCount: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) } : row
}
