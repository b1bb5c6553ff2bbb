/** A repository as the API describes it, in the form that the gallery works with. */
import type { Repository } from '@aws-sdk/client-ecr-public'

export interface RepositoryKey {
  registryId: string
  repositoryName: string
}

export interface EcrPublicRepository extends RepositoryKey {
  repositoryUri: string
  /** ISO 8601. */
  createdAt: string
}

/** Converts the wire form; null when the answer lacks what a repository must have. */
export function toRepository(wire: Repository): EcrPublicRepository | null {
  const { registryId, repositoryName, repositoryUri, createdAt } = wire
  if (registryId === undefined || repositoryName === undefined) return null
  return {
    registryId,
    repositoryName,
    repositoryUri: repositoryUri ?? '',
    createdAt: (createdAt ?? new Date(0)).toISOString(),
  }
}
