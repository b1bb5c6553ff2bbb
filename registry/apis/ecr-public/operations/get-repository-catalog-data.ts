/** GetRepositoryCatalogData: what the publisher says about a repository; empty while nothing was ever set. */

import { repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation, type ReadContext } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { toCatalogDataOutput } from '../to-catalog-data-output.ts'

export const getRepositoryCatalogData = defineOperation({
  name: 'GetRepositoryCatalogData',
  access: 'read',
  verbs: ['repositories', 'catalogData', 'accounts'],
  parts: ['config'],
  input: structure(repositoryReference),
  resource: repositoryResource,
  async run(context, input) {
    const repository = await requireRepository(context, input.repositoryName)
    const data = await context.db.catalogData.get(repository.repositoryId)
    // RepositoryCatalogDataNotFoundException is in the model, but a repository without any is no error: Terraform's
    // provider reads right after it has created, and takes every error as the end.
    if (data === null) return { catalogData: {} }
    const logoSha256 = (await showsLogo(context)) ? data.logoSha256 : null
    return { catalogData: toCatalogDataOutput(context.service.config, { ...data, logoSha256 }) }
  },
})

/** The gallery shows logos to everyone, and of a publisher without the verified mark only where that is configured. */
async function showsLogo({
  service,
  db,
  principal,
  registryId,
}: ReadContext<'accounts', 'config'>): Promise<boolean> {
  if (principal.kind !== 'gallery' || service.config.showUnverifiedNames) return true
  const [account] = await db.accounts.list({ only: registryId, after: null, limit: 1 })
  return account?.verified === true
}
