/** DeleteRepository: removes a repository with all that belongs to it; one that has images only with `force`. */
import { emptyRepository } from '#registry/domain/images/remove-image.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { flag, optional, repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { toRepositoryOutputs } from '../to-repository-output.ts'

export const deleteRepository = defineOperation({
  name: 'DeleteRepository',
  access: 'write',
  verbs: ['repositories', 'images', 'aliases', 'afterCommit'],
  parts: ['config', 'store', 'images'],
  input: structure({ ...repositoryReference, force: optional(flag()) }),
  resource: repositoryResource,
  async prepare(input, { service, registryId }) {
    const { store } = service
    const repository = await store.repositories.get(registryId, input.repositoryName)
    if (repository === null) return
    const { repositoryId } = repository
    // In one transaction a hundred thousand images would hold up everybody for seconds.
    if (input.force === true || !(await store.images.hasAny(repositoryId))) {
      await emptyRepository(store, repositoryId)
    }
  },
  async run(context, input) {
    const { db, registryId } = context
    const repository = await requireRepository(context, input.repositoryName)
    if (input.force !== true && (await db.images.hasAny(repository.repositoryId))) {
      throw new EcrError(
        'RepositoryNotEmptyException',
        `The repository with name '${input.repositoryName}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
      )
    }
    const [output] = await toRepositoryOutputs(context, [repository])
    await db.repositories.delete(repository.repositoryId)
    const { uploads } = context.service.images
    db.afterCommit(() => uploads.endAll(repository.repositoryId))
    return { repository: output }
  },
  changes: (input) => input.repositoryName,
})
