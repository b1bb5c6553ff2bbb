/**
 * Names in an image reference: the registry alias, the repository and the twelve-digit registry id.
 * Patterns are those of the ECR Public service model (API version 2020-10-30), anchored; the repository
 * pattern is also the `<name>` grammar of the OCI distribution specification 1.1.1, "Pulling manifests".
 */

export type RepositoryName = string & { readonly brand: 'RepositoryName' }
export type RegistryAlias = string & { readonly brand: 'RegistryAlias' }
export type RegistryId = string & { readonly brand: 'RegistryId' }

export const repositoryNamePattern = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const registryAliasPattern = /^[a-z][a-z0-9]+(?:[._-][a-z0-9]+)*$/
export const registryIdPattern = /^[0-9]{12}$/

/** True for a repository name of 2–205 characters, such as `library/busybox`. */
export function isRepositoryName(text: string): text is RepositoryName {
  return text.length >= 2 && text.length <= 205 && repositoryNamePattern.test(text)
}

/** True for a registry alias of 2–50 characters, such as `docker`. An alias never looks like a registry id. */
export function isRegistryAlias(text: string): text is RegistryAlias {
  return text.length >= 2 && text.length <= 50 && registryAliasPattern.test(text)
}

/** True for a registry id: the twelve digits of the account that owns it. */
export function isRegistryId(text: string): text is RegistryId {
  return registryIdPattern.test(text)
}
