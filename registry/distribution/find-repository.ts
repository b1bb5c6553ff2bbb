/** Finds the repository that a path names: the first part is an alias of the registry, the rest is the name. */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import type { Service } from '#registry/service.ts'
import { findRepositoryId } from '#registry/store/repository/find-repository-id.ts'
import { OciError } from './oci-error.ts'
import type { ReadCache } from './read-cache.ts'

export interface FoundRepository {
  /** Null when there is no such repository. */
  repositoryId: number | null
  /** Null when nobody has the alias. */
  accountId: string | null
  alias: string
  name: string
}

/** @throws {OciError} NAME_INVALID when no repository can have this name */
export async function findRepository(
  { store }: Service,
  cache: ReadCache,
  path: string,
): Promise<FoundRepository> {
  return cache.read(
    `repository ${path}`,
    async () => {
      const { alias, name } = splitPath(path)
      return { ...(await findRepositoryId(store.db, alias, name)), alias, name }
    },
    () => path.length * 4,
  )
}

/** The error for a repository that was not found, in the original's words. */
export function nameUnknown({ alias, name }: FoundRepository): OciError {
  return new OciError(
    'NAME_UNKNOWN',
    `The repository with name '${name}' does not exist in the registry with id '${alias}'`,
  )
}

function splitPath(path: string): { alias: string; name: string } {
  const slash = path.indexOf('/')
  const alias = slash < 0 ? path : path.slice(0, slash)
  const name = slash < 0 ? '' : path.slice(slash + 1)
  if (slash < 0 && isRegistryAlias(alias)) return { alias, name: '' }
  if (!isRegistryAlias(alias) || !isRepositoryName(name)) {
    throw new OciError(
      'NAME_INVALID',
      `'${path.slice(0, 300)}' is no repository: it must be an alias, a slash and a name of 2 to 205 characters in lower case.`,
    )
  }
  return { alias, name }
}
