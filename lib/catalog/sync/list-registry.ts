/**
 * Learns which repositories a registry has: new ones wait to be read, and those that are gone are removed, but only after the list
 * was read to its end. While publishers work, pages shift, so that a repository may be missed or given twice: the list is
 * read again until two readings agree, and what seems gone is asked for by its name first.
 */
import { setImmediate as yieldToPages } from 'node:timers/promises'
import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import type { RepositoryRef } from '../store/catalog-writer.ts'
import { SYNC_CONCURRENCY, type SyncContext } from './sync-context.ts'

/** A registry that never holds still is not listed forever; what is missed is found by the next listing. */
const maxPasses = 12

/**
 * Lists a registry that has been claimed.
 * @throws {EcrPublicError} and has then removed nothing
 */
export async function listRegistry(context: SyncContext, registryId: string): Promise<void> {
  const { state, source } = context
  const listing = state.beginListing(registryId)
  let known = 0
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const { pages, given, added } = await readPass(context, registryId, listing)
    known += added
    // One page cannot shift. Of several, a pass has to give all that is known, and nothing else.
    if (pages <= 1 || (pass > 1 && added === 0 && given === known)) break
  }
  // An earlier source may have taken the registry over meanwhile.
  if (state.findSource(registryId) !== source) return
  await removeGone(context, registryId, listing)
  state.finishListing(registryId)
}

/** Counts the pages, the names on them, and those of the names that no earlier pass has given. */
async function readPass(
  { reader, state }: SyncContext,
  registryId: string,
  listing: number,
): Promise<{ pages: number; given: number; added: number }> {
  const names = new Set<string>()
  let [pages, added] = [0, 0]
  for await (const page of reader.listRepositories(registryId)) {
    const repositories = page.filter((repository) => repository.registryId === registryId)
    for (const { repositoryName } of repositories) names.add(repositoryName)
    added += state.noteListed(listing, repositories)
    pages += 1
    await yieldToPages()
  }
  return { pages, given: names.size, added }
}

async function removeGone(context: SyncContext, registryId: string, listing: number): Promise<void> {
  const { reader, writer, state } = context
  const missing = state
    .listUnlisted(registryId, listing)
    .map((repositoryName) => ({ registryId, repositoryName }))
  const found = await mapConcurrently(missing, SYNC_CONCURRENCY, (ref) => reader.describeRepository(ref))
  state.noteListed(
    listing,
    found.filter((repository): repository is EcrPublicRepository => repository !== null),
  )
  removeRepositories(
    context,
    missing.filter((_, position) => found[position] === null),
  )
  // The index may hold what the state does not, when the process ended between two writes.
  const indexed = writer.listRepositoryNames(registryId)
  const listed = new Set(state.listRepositories(registryId).map(({ repositoryName }) => repositoryName))
  removeRepositories(
    context,
    indexed
      .filter((repositoryName) => !listed.has(repositoryName))
      .map((repositoryName) => ({ registryId, repositoryName })),
  )
}

/** Removes repositories that are gone, with their pages. */
export function removeRepositories(
  { writer, state, onChange }: Pick<SyncContext, 'writer' | 'state' | 'onChange'>,
  gone: readonly RepositoryRef[],
): void {
  if (gone.length === 0) return
  const removed = writer.removeRepositories(gone)
  state.removeRepositories(gone)
  for (const [registryId, repositories] of Map.groupBy(removed, (ref) => ref.registryId)) {
    onChange({ registryId, aliases: writer.listAliases(registryId), repositories })
  }
}
