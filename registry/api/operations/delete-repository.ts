/** DeleteRepository: removes a repository with all that belongs to it; one that has images only with `force`. */
import { emptyRepository } from '#registry/images/empty-repository.ts'
import { hasImages } from '#registry/store/image/has-images.ts'
import { deleteRepository as deleteStoredRepository } from '#registry/store/repository/delete-repository.ts'
import { getRepository } from '#registry/store/repository/get-repository.ts'
import { EcrError } from '../ecr-error.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { flag, optional, repositoryReference, structure } from '../shapes.ts'
import { toRepositoryOutputs } from '../to-repository-output.ts'

export const deleteRepository = defineOperation({
  name: 'DeleteRepository',
  access: 'write',
  input: structure({ ...repositoryReference, force: optional(flag()) }),
  resource: repositoryResource,
  async prepare(input, { service, registryId }) {
    const { db } = service.store
    const repository = await getRepository(db, registryId, input.repositoryName)
    if (repository === null) return
    const { repositoryId } = repository
    // In one transaction a hundred thousand images would hold up everybody for seconds.
    if (input.force === true || !(await hasImages(db, repositoryId))) {
      await emptyRepository(service.store, repositoryId)
    }
  },
  async run(context, input) {
    const { db, registryId } = context
    const repository = await requireRepository(context, input.repositoryName)
    if (input.force !== true && (await hasImages(db, repository.repositoryId))) {
      throw new EcrError(
        'RepositoryNotEmptyException',
        `The repository with name '${input.repositoryName}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
      )
    }
    const [output] = await toRepositoryOutputs(context, [repository])
    await deleteStoredRepository(db, repository.repositoryId)
    await context.service.images.uploads.endAll(repository.repositoryId)
    return { repository: output }
  },
  changes: (input) => input.repositoryName,
})
