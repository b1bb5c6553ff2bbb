/** Finds the repository that a path names: the first part is an alias of the registry, the rest is the name. */
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import type { Store } from '#registry/store/open-store.ts'
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
  { store }: { store: Pick<Store, 'repositories'> },
  cache: ReadCache,
  path: string,
): Promise<FoundRepository> {
  return cache.read(
    null,
    `repository ${path}`,
    async () => {
      const { alias, name } = splitPath(path)
      return { ...(await store.repositories.find(alias, name)), alias, name }
    },
    () => path.length * 4,
  )
}

/**
 * The error for a repository that was not found: in the original's words where there could be one, and with what to do next. A
 * reference without the alias is what people try first, as other registries have none.
 */
export function nameUnknown({ alias, name, accountId }: FoundRepository, registryHost: string): OciError {
  const form = `${registryHost}/ALIAS/NAME:TAG`
  if (name === '' && accountId === null) {
    return new OciError(
      'NAME_UNKNOWN',
      `The registry alias is missing before '${alias}': a reference to this registry is ${form}, such as ${registryHost}/a1b2c3d4/${alias}:latest. \`aws ecr-public describe-repositories\` shows the repositoryUri of yours.`,
    )
  }
  if (name === '') {
    return new OciError(
      'NAME_UNKNOWN',
      `The name of the repository is missing: '${alias}' is the alias of a registry. A reference is ${form}, such as ${registryHost}/${alias}/app:latest.`,
    )
  }
  const unknown = `The repository with name '${name}' does not exist in the registry with id '${alias}'`
  const advice =
    accountId === null
      ? `No registry has the alias '${alias}': a reference is ${form}, and \`aws ecr-public describe-registries\` shows your alias.`
      : `A push creates none: \`aws ecr-public create-repository --repository-name ${name}\` does.`
  return new OciError('NAME_UNKNOWN', `${unknown}. ${advice}`)
}

function splitPath(path: string): { alias: string; name: string } {
  const slash = path.indexOf('/')
  const alias = slash < 0 ? path : path.slice(0, slash)
  const name = slash < 0 ? '' : path.slice(slash + 1)
  if (slash < 0 && isRegistryAlias(alias)) return { alias, name: '' }
  if (!isRegistryAlias(alias) || !isRepositoryName(name)) {
    throw new OciError(
      'NAME_INVALID',
      `'${path.slice(0, 300)}' is not a repository: it must be a registry alias, a slash and a name of 2 to 205 characters in lower case, such as a1b2c3d4/app.`,
    )
  }
  return { alias, name }
}
