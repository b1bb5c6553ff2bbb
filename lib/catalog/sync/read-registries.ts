/**
 * Brings the index's registries up to date: names, what they say of themselves, aliases, verified marks, and those that are gone. A registry that
 * several sources give belongs to the first of them, whichever comes to it first, so that replicas agree.
 */
import type { GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import type { PublisherProfile } from '#lib/sources/ecr-public/to-publisher-profile.ts'
import type { RegistryRecord } from '../store/catalog-writer.ts'
import type { CatalogChange } from './catalog-change.ts'
import type { SyncContext } from './sync-context.ts'

const noProfile: PublisherProfile = { displayName: null, description: null, website: null }

/**
 * Reads every registry that the caller may see.
 * @returns those that have a page now and are this source's
 * @throws {EcrPublicError}
 */
export async function readRegistries(
  context: SyncContext,
  extension: GalleryExtension | null,
): Promise<RegistryRecord[]> {
  const { reader, writer, state, source, onChange } = context
  const given = await reader.listRegistries()
  const profiles = await reader.readProfiles(given, extension)
  const taken = listEarlierAliases(context)
  const registries = given
    .map((registry) => ({ ...registry, aliases: registry.aliases.filter((alias) => !taken.has(alias)) }))
    .filter(({ registryId, aliases }) => aliases.length > 0 && isOwn(context, registryId))
    .map((registry) => ({ ...registry, ...(profiles.get(registry.registryId) ?? noProfile) }))
  const present = new Set(registries.map(({ registryId }) => registryId))
  for (const registryId of state.listRegistryIds(source)) {
    if (!present.has(registryId)) removeRegistry(context, registryId)
  }
  for (const registry of registries) {
    state.claimRegistry(registry.registryId, source)
    const before = writer.listAliases(registry.registryId)
    if (writer.putRegistry(registry)) onChange(toChange(context, registry.registryId, before))
  }
  return registries
}

/** Removes a registry with its pages. */
export function removeRegistry(
  context: Pick<SyncContext, 'writer' | 'state' | 'onChange'>,
  registryId: string,
): void {
  const change = toChange(context, registryId, [])
  context.writer.removeRegistry(registryId)
  context.state.removeRegistry(registryId)
  context.onChange(change)
}

function isOwn({ state, earlierSources }: SyncContext, registryId: string): boolean {
  const owner = state.findSource(registryId)
  return owner === null || !earlierSources.has(owner)
}

/** Sources that know nothing of each other may give the same registry under different ids: an alias is shown once, and by the first. */
function listEarlierAliases({ state, writer, earlierSources }: SyncContext): Set<string> {
  const registryIds = [...earlierSources].flatMap((source) => state.listRegistryIds(source))
  return new Set(registryIds.flatMap((registryId) => writer.listAliases(registryId)))
}

/** All pages of a registry show its name and mark, so all of them change with it. */
function toChange(
  { writer }: Pick<SyncContext, 'writer'>,
  registryId: string,
  aliasesBefore: string[],
): CatalogChange {
  return {
    registryId,
    aliases: [...new Set([...aliasesBefore, ...writer.listAliases(registryId)])],
    repositories: writer
      .listRepositoryNames(registryId)
      .map((repositoryName) => ({ registryId, repositoryName })),
  }
}
