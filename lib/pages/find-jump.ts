/**
 * The page that a search leads to at once, because its text names exactly one thing: `alias/repo`, an image by tag or digest, or
 * a digest by itself. Anything else has results.
 */
import type { Route } from 'next'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { toSearchParams } from '#lib/addresses/search-params.ts'
import type { Catalog, RepositorySummary } from '#lib/catalog/catalog.ts'
import { parseTextQuery } from '#lib/catalog/query/parse-text-query.ts'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import type { ImageReference } from '#lib/catalog/query/text-query.ts'
import { isDigest } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/tag.ts'

export interface JumpContext {
  catalog: Catalog
  /** Hosts whose references are those of this gallery. A reference of another host is to another image. */
  hosts: readonly string[]
  /** Aliases of the registries whose references have no alias, by host. */
  aliasesOfHosts?: ReadonlyMap<string, readonly string[]>
  /** Asks the registry for an image that the index does not know, such as the one for a platform of a tag. */
  hasImage: (repository: RepositorySummary, reference: string) => Promise<boolean>
}

/** Finds the page; null where the search has results instead: because it has filters or more words, or nothing is there. */
export async function findJump(query: SearchQuery, context: JumpContext): Promise<Route | null> {
  if (toSearchParams({ ...query, text: '', page: 1, sort: 'relevance' }).size > 0) return null
  const { words, phrases, excluded, reference, digest, maybeDigest } = parseTextQuery(query.text)
  if (phrases.length > 0 || excluded.length > 0) return null
  if (digest !== null && words.length === 0) return findDigestPage(context.catalog, digest)
  if (maybeDigest !== null) return findDigestPage(context.catalog, maybeDigest)
  return reference !== null && words.length === 1 ? findReferencePage(reference, context) : null
}

function findDigestPage(catalog: Catalog, digest: string): Route | null {
  const [image, other] = catalog.findDigest(digest, 2)
  if (image === undefined || other !== undefined) return null
  return imagePath(image.registryAlias, image.repositoryName, { digest: image.digest })
}

async function findReferencePage(reference: ImageReference, context: JumpContext): Promise<Route | null> {
  const repository = findReferenced(reference, context)
  if (repository === null) return null
  const { catalog, hasImage } = context
  const { tag, digest } = reference
  const { registryAlias, repositoryName } = repository
  if (digest !== null) {
    const isThere = isDigest(digest) && (await hasImage(repository, digest))
    return isThere ? imagePath(registryAlias, repositoryName, { digest }) : null
  }
  if (tag === null) return repositoryPath(registryAlias, repositoryName)
  const isThere =
    isTag(tag) &&
    (catalog.findTag(registryAlias, repositoryName, tag) !== null || (await hasImage(repository, tag)))
  return isThere ? imagePath(registryAlias, repositoryName, { tag }) : null
}

function findReferenced(
  { host, registryAlias: alias, repositoryName: name }: ImageReference,
  { catalog, hosts, aliasesOfHosts }: JumpContext,
): RepositorySummary | null {
  for (const own of (host !== null && aliasesOfHosts?.get(host)) || []) {
    const found = catalog.findRepository(own, alias === null ? name : `${alias}/${name}`)
    if (found !== null) return found
  }
  if (alias === null || (host !== null && !hosts.includes(host))) return null
  return catalog.findRepository(alias, name)
}
