/**
 * A full read of the endpoint: every registry, every repository. Repositories that are gone are removed only
 * from a registry that was read to its end, so a read that fails halfway takes nothing away.
 */
import { setImmediate as yieldToPages } from 'node:timers/promises'
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { listRepositories } from '#lib/ecr-public/list-repositories.ts'
import type { RegistryExtension } from '#lib/ecr-public/registry-extension.ts'
import type { EcrPublicRepository } from '#lib/ecr-public/to-repository.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readRegistries } from './read-registries.ts'
import { readRepositoryRecord } from './read-repository-record.ts'
import { SYNC_CONCURRENCY, type SyncContext, WRITE_BATCH_SIZE } from './sync-context.ts'

/** When repositories last changed, as the change feed tells, by `toChangeKey`. */
export type ChangeTimes = ReadonlyMap<string, string>

/** The key of a repository in `ChangeTimes`. */
export function toChangeKey(registryId: string, repositoryName: string): string {
  return `${registryId}/${repositoryName}`
}

/**
 * Reads everything into the index.
 * @throws {EcrPublicError} and leaves what was read before the failure
 */
export async function readEverything(
  context: SyncContext,
  api: EcrPublic,
  extension: RegistryExtension | null,
  changeTimes: ChangeTimes,
): Promise<void> {
  for (const { registryId } of await readRegistries(context, api, extension)) {
    const seen = new Set<string>()
    for await (const repositories of listRepositories(api, registryId)) {
      for (const { repositoryName } of repositories) seen.add(repositoryName)
      for (let from = 0; from < repositories.length; from += WRITE_BATCH_SIZE) {
        const batch = repositories.slice(from, from + WRITE_BATCH_SIZE)
        await readRepositories(context, api, batch, changeTimes)
        await yieldToPages()
      }
    }
    removeUnseen(context, registryId, seen)
  }
  if (extension !== null) context.writer.putPullCounts(await extension.listPullCounts())
}

/** Reads these repositories of one registry into the index, in one write. */
export async function readRepositories(
  { writer, platforms, onChange }: SyncContext,
  api: EcrPublic,
  repositories: readonly EcrPublicRepository[],
  changeTimes: ChangeTimes,
): Promise<void> {
  const records = await mapConcurrently(repositories, SYNC_CONCURRENCY, (repository) => {
    const changedAt = changeTimes.get(toChangeKey(repository.registryId, repository.repositoryName)) ?? null
    return readRepositoryRecord(api, repository, changedAt)
  })
  for (const [registryId, changed] of Map.groupBy(writer.putRepositories(records), (ref) => ref.registryId)) {
    onChange({ registryId, aliases: writer.listAliases(registryId), repositories: changed })
  }
  const uris = new Map(
    repositories.map((one) => [toChangeKey(one.registryId, one.repositoryName), one.repositoryUri]),
  )
  for (const image of writer.listUnreadImages(repositories)) {
    const repositoryUri = uris.get(toChangeKey(image.registryId, image.repositoryName))
    if (repositoryUri !== undefined) platforms.add({ ...image, repositoryUri })
  }
}

function removeUnseen(
  { writer, onChange }: SyncContext,
  registryId: string,
  seen: ReadonlySet<string>,
): void {
  const gone = writer
    .listRepositoryNames(registryId)
    .filter((name) => !seen.has(name))
    .map((repositoryName) => ({ registryId, repositoryName }))
  const removed = writer.removeRepositories(gone)
  if (removed.length > 0)
    onChange({ registryId, aliases: writer.listAliases(registryId), repositories: removed })
}
