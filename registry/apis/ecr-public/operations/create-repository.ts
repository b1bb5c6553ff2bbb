/** CreateRepository: a repository in the caller's own registry, its catalogue data and tags, all or nothing. */
import { readQuota } from '#registry/domain/limits/read-quota.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import {
  optional,
  repositoryCatalogDataInput,
  repositoryName,
  structure,
} from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { addResourceTags, tagList } from '../resource-tags.ts'
import { keepLogo, prepareLogo, saveCatalogData } from '../save-catalog-data.ts'
import { toCatalogDataOutput } from '../to-catalog-data-output.ts'
import { toRepositoryOutputs } from '../to-repository-output.ts'

export const createRepository = defineOperation({
  name: 'CreateRepository',
  access: 'write',
  verbs: ['repositories', 'quotas', 'aliases', 'changes', 'resourceTags', 'catalogData', 'logos'],
  parts: ['config'],
  input: structure({
    repositoryName,
    catalogData: optional(repositoryCatalogDataInput),
    tags: optional(tagList),
  }),
  resource: (input, principal) => ({
    registryId: principal.accountId,
    arn: toRepositoryArn(principal.accountId, input.repositoryName),
    requestTags: input.tags,
    otherActions: (input.tags ?? []).length === 0 ? [] : ['ecr-public:TagResource'],
  }),
  prepare: (input) => prepareLogo(input.catalogData),
  async quota({ db, registryId }) {
    const max = await readQuota(db, registryId, 'repositories')
    if ((await db.repositories.count(registryId)) >= max) {
      throw new EcrError(
        'LimitExceededException',
        `The registry with id '${registryId}' already has the maximum allowed number of repositories which is '${max}'`,
      )
    }
  },
  async run(context, input, logoChange = keepLogo) {
    const { db, registryId, now, service } = context
    if ((await db.repositories.get(registryId, input.repositoryName)) !== null) {
      throw new EcrError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${input.repositoryName}' already exists in the registry with id '${registryId}'`,
      )
    }
    if (await db.aliases.ensureDefault({ accountId: registryId, at: now })) {
      await db.changes.record({ accountId: registryId, repositoryName: null, at: now })
    }
    const repository = await db.repositories.insert({
      accountId: registryId,
      name: input.repositoryName,
      at: now,
    })
    await addResourceTags(db, repository.repositoryId, input.tags ?? [])
    const catalogData =
      input.catalogData === undefined
        ? {}
        : toCatalogDataOutput(
            service.config,
            await saveCatalogData(context, repository.repositoryId, input.catalogData, logoChange),
          )
    const [output] = await toRepositoryOutputs(context, [repository])
    return { repository: output, catalogData }
  },
  changes: (input) => input.repositoryName,
})
