/** What pages keep of repositories for a moment, and that goes when these change. */
import type { RepositoryKey } from '#lib/sources/ecr-public/to-repository.ts'
import { dropImageFacts } from './tags/get-image-facts.ts'
import { dropImageTags } from './tags/list-image-tags.ts'

/** Forgets tags and facts of these repositories, so that a page that is made again shows the new ones. */
export function forgetChanged(repositories: readonly RepositoryKey[]): void {
  dropImageTags(repositories)
  dropImageFacts(repositories)
}
