/** PutRepositoryCatalogData: replaces what the publisher says; only a logo that isn't sent again stays. */

import { repositoryCatalogDataInput, repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { keepLogo, prepareLogo, saveCatalogData } from '../save-catalog-data.ts'
import { toCatalogDataOutput } from '../to-catalog-data-output.ts'

export const putRepositoryCatalogData = defineOperation({
  name: 'PutRepositoryCatalogData',
  access: 'write',
  verbs: ['repositories', 'catalogData', 'logos'],
  parts: ['config'],
  input: structure({ ...repositoryReference, catalogData: repositoryCatalogDataInput }),
  resource: repositoryResource,
  prepare: (input) => prepareLogo(input.catalogData),
  async run(context, input, logoChange = keepLogo) {
    const repository = await requireRepository(context, input.repositoryName)
    const data = await saveCatalogData(context, repository.repositoryId, input.catalogData, logoChange)
    return { catalogData: toCatalogDataOutput(context.service.config, data) }
  },
  changes: (input) => input.repositoryName,
})
