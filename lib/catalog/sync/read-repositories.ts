/**
 * Reads repositories into the index, in small writes. One that cannot be read is noted and tried again later, and the rest goes on;
 * what concerns the whole source ends the read.
 */
import { setImmediate as yieldToPages } from 'node:timers/promises'
import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import { SourceError } from '#lib/sources/source-error.ts'
import type { RepositoryRecord, RepositoryRef } from '../store/catalog-writer.ts'
import { removeRepositories } from './list-registry.ts'
import { readRepositoryRecord } from './read-repository-record.ts'
import { SYNC_CONCURRENCY, type SyncContext, WRITE_BATCH_SIZE } from './sync-context.ts'

/** When repositories last changed, as the change feed tells, by `toChangeKey`. */
export type ChangeTimes = ReadonlyMap<string, string>

/** The key of a repository in `ChangeTimes`. */
export function toChangeKey({ registryId, repositoryName }: RepositoryRef): string {
  return `${registryId}/${repositoryName}`
}

/** When so many in a row cannot be read, it is the source that is in trouble. */
const maxFailuresInARow = 8

interface Read {
  repository: EcrPublicRepository
  record: RepositoryRecord
}

/**
 * Reads these repositories, which have been listed.
 * @throws {EcrPublicError} what concerns the whole source; what was read before stays
 */
export async function readListed(
  context: SyncContext,
  repositories: readonly EcrPublicRepository[],
  changeTimes: ChangeTimes,
): Promise<void> {
  await readAll(context, repositories, changeTimes, async (repository) => repository)
}

/**
 * Looks each of these up by its name first, and reads it; those that are gone are removed.
 * @throws {EcrPublicError} as `readListed`
 */
export async function readNamed(
  context: SyncContext,
  refs: readonly RepositoryRef[],
  changeTimes: ChangeTimes,
): Promise<void> {
  await readAll(context, refs, changeTimes, (ref) => context.reader.describeRepository(ref))
}

async function readAll<Target extends RepositoryRef>(
  context: SyncContext,
  targets: readonly Target[],
  changeTimes: ChangeTimes,
  find: (target: Target) => Promise<EcrPublicRepository | null>,
): Promise<void> {
  const read: Read[] = []
  let failuresInARow = 0
  const readOne = async (target: Target): Promise<void> => {
    context.signal.throwIfAborted()
    try {
      const repository = await find(target)
      const changedAt = changeTimes.get(toChangeKey(target)) ?? null
      const record = repository && (await readRepositoryRecord(context.reader, repository, changedAt))
      failuresInARow = 0
      if (!isOwn(context, target)) return
      if (repository === null || record === null) removeRepositories(context, [target])
      else read.push({ repository, record })
    } catch (error) {
      if (!isOfOneRepository(error)) throw error
      if (!isOwn(context, target)) return
      failuresInARow += 1
      const repository = { repositoryUri: '', createdAt: noTime, ...target }
      context.state.noteFailed(repository, error.explanation)
      if (failuresInARow >= maxFailuresInARow) throw error
    }
    if (read.length < WRITE_BATCH_SIZE) return
    write(context, read.splice(0))
    await yieldToPages()
  }
  try {
    await mapConcurrently(targets, SYNC_CONCURRENCY, async (target) => {
      await readOne(target)
      context.progress.advance(1)
    })
  } finally {
    write(context, read)
  }
}

/** Of one that nothing more is known of than its name. */
const noTime = new Date(0).toISOString()

function write(context: SyncContext, all: readonly Read[]): void {
  const { writer, state, facts, onChange } = context
  const read = all.filter(({ repository }) => isOwn(context, repository))
  if (read.length === 0) return
  const repositories = read.map(({ repository }) => repository)
  const changed = writer.putRepositories(read.map(({ record }) => record))
  state.noteRead(repositories, changed)
  for (const [registryId, refs] of Map.groupBy(changed, (ref) => ref.registryId)) {
    onChange({ registryId, aliases: writer.listAliases(registryId), repositories: refs })
  }
  const uris = new Map(repositories.map((one) => [toChangeKey(one), one.repositoryUri]))
  for (const image of writer.listUnreadImages(repositories)) {
    const repositoryUri = uris.get(toChangeKey(image))
    if (repositoryUri !== undefined) facts.add({ ...image, repositoryUri })
  }
}

/** An earlier source may have taken the registry over meanwhile. */
function isOwn({ state, source }: SyncContext, { registryId }: RepositoryRef): boolean {
  return state.findSource(registryId) === source
}

/** What may be wrong with this repository alone; the rest concerns every call to the source. */
function isOfOneRepository(error: unknown): error is SourceError {
  if (!(error instanceof SourceError)) return false
  if (error.kind === 'unreachable') return error.reach === 'silent' || error.reach === 'closed'
  return ['server', 'permission', 'invalid', 'not-ecr-public', 'not-understood', 'unknown'].includes(
    error.kind,
  )
}
