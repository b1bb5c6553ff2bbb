/** GetRepositoryCatalogData: what the publisher says about a repository. */
import { getCatalogData } from '#registry/store/catalog-data/get-catalog-data.ts'
import { EcrError } from '../ecr-error.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { repositoryReference, structure } from '../shapes.ts'
import { toCatalogDataOutput } from '../to-catalog-data-output.ts'

export const getRepositoryCatalogData = defineOperation({
  name: 'GetRepositoryCatalogData',
  access: 'read',
  input: structure(repositoryReference),
  resource: repositoryResource,
  async run(context, input) {
    const repository = await requireRepository(context, input.repositoryName)
    const data = await getCatalogData(context.db, repository.repositoryId)
    if (data === null) {
      throw new EcrError(
        'RepositoryCatalogDataNotFoundException',
        `The repository with name '${input.repositoryName}' in the registry with id '${context.registryId}' has no catalog data`,
      )
    }
    return { catalogData: toCatalogDataOutput(context.service.config, data) }
  },
})
