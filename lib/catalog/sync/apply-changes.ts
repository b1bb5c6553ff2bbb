/** Brings what the change feed names up to date: each repository is read once more through the API. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { describeRepository } from '#lib/ecr-public/describe-repository.ts'
import type { ChangePage, RegistryExtension } from '#lib/ecr-public/registry-extension.ts'
import type { RepositoryRef } from '../catalog-writer.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readRepositories, toChangeKey } from './read-everything.ts'
import { readRegistries } from './read-registries.ts'
import { SYNC_CONCURRENCY, type SyncContext, WRITE_BATCH_SIZE } from './sync-context.ts'

/**
 * Applies changes, however often one repository is named. Applying them again does no harm.
 * @throws {EcrPublicError} when some could not be read; the same changes are then to be applied again
 */
export async function applyChanges(
  context: SyncContext,
  api: EcrPublic,
  extension: RegistryExtension,
  changes: ChangePage['changes'],
): Promise<void> {
  const known = new Set(context.writer.listRegistryIds())
  if (changes.some((change) => change.repositoryName === null || !known.has(change.registryId))) {
    const registries = await readRegistries(context, api, extension)
    known.clear()
    for (const { registryId } of registries) known.add(registryId)
  }
  const changeTimes = new Map<string, string>()
  const repositories = new Map<string, RepositoryRef>()
  for (const { registryId, repositoryName, at } of changes) {
    // Registries that these credentials may not see are none of this gallery's.
    if (repositoryName === null || !known.has(registryId)) continue
    const key = toChangeKey(registryId, repositoryName)
    changeTimes.set(key, at)
    repositories.set(key, { registryId, repositoryName })
  }
  const refs = [...repositories.values()]
  for (let from = 0; from < refs.length; from += WRITE_BATCH_SIZE) {
    await applyBatch(context, api, refs.slice(from, from + WRITE_BATCH_SIZE), changeTimes)
  }
}

async function applyBatch(
  context: SyncContext,
  api: EcrPublic,
  refs: readonly RepositoryRef[],
  changeTimes: ReadonlyMap<string, string>,
): Promise<void> {
  const described = await mapConcurrently(refs, SYNC_CONCURRENCY, (ref) => describeRepository(api, ref))
  const gone = refs.filter((_, position) => described[position] === null)
  for (const [registryId, removed] of Map.groupBy(
    context.writer.removeRepositories(gone),
    (ref) => ref.registryId,
  )) {
    context.onChange({
      registryId,
      aliases: context.writer.listAliases(registryId),
      repositories: removed,
    })
  }
  await readRepositories(
    context,
    api,
    described.filter((repository) => repository !== null),
    changeTimes,
  )
}
