/** Brings the index's registries up to date: names, aliases, verified marks, and those that are gone. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { getRegistryDisplayName } from '#lib/ecr-public/get-registry-display-name.ts'
import { listRegistries } from '#lib/ecr-public/list-registries.ts'
import type { RegistryExtension } from '#lib/ecr-public/registry-extension.ts'
import type { RegistryRecord } from '../catalog-writer.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * Reads every registry that the caller may see.
 * @returns those that have a page now
 * @throws {EcrPublicError}
 */
export async function readRegistries(
  context: SyncContext,
  api: EcrPublic,
  extension: RegistryExtension | null,
): Promise<RegistryRecord[]> {
  const { writer, onChange } = context
  const seen = await listRegistries(api)
  const displayNames =
    extension === null ? await readOwnDisplayName(api, seen) : await extension.listDisplayNames()
  const registries = seen
    .filter(({ aliases }) => aliases.length > 0)
    .map((registry) => ({ ...registry, displayName: displayNames.get(registry.registryId) ?? null }))
  const present = new Set(registries.map(({ registryId }) => registryId))
  for (const registryId of writer.listRegistryIds()) {
    if (present.has(registryId)) continue
    const change = toChange(context, registryId, [])
    writer.removeRegistry(registryId)
    onChange(change)
  }
  for (const registry of registries) {
    const before = writer.listAliases(registry.registryId)
    if (writer.putRegistry(registry)) onChange(toChange(context, registry.registryId, before))
  }
  return registries
}

/** Without the extension only the caller's own registry can be asked for its name. */
async function readOwnDisplayName(
  api: EcrPublic,
  seen: { registryId: string }[],
): Promise<Map<string, string>> {
  const [own, another] = seen
  if (own === undefined || another !== undefined) return new Map()
  const displayName = await getRegistryDisplayName(api)
  return new Map(displayName === null ? [] : [[own.registryId, displayName]])
}

/** All pages of a registry show its name and mark, so all of them change with it. */
function toChange({ writer }: SyncContext, registryId: string, aliasesBefore: string[]) {
  return {
    registryId,
    aliases: [...new Set([...aliasesBefore, ...writer.listAliases(registryId)])],
    repositories: writer
      .listRepositoryNames(registryId)
      .map((repositoryName) => ({ registryId, repositoryName })),
  }
}
