/** A repository may be deleted while a long request for it is still running. */

import type { Writes } from '#registry/store/verbs.ts'
import { ImageError } from './image-error.ts'

/** @throws {ImageError} repository-gone */
export async function requireStoredRepository(
  tx: Pick<Writes, 'repositories'>,
  repositoryId: number,
): Promise<void> {
  if (await tx.repositories.has(repositoryId)) return
  throw toGone()
}

/** Says that a repository went while something was being stored in it. */
export function toGone(): ImageError {
  return new ImageError('repository-gone', 'The repository has been deleted meanwhile.')
}
