/** What has changed in the index, as those are told who make pages again. */
import type { CatalogWriter, RepositoryRef } from '../store/catalog-writer.ts'

/** Something that pages show and that differs now. */
export interface CatalogChange {
  registryId: string
  /** Aliases under which pages may stand: those from before the change, and those of now. */
  aliases: string[]
  repositories: RepositoryRef[]
}

/** That the pages of these repositories, of any registries, show something else now. */
export function listChanges(
  writer: Pick<CatalogWriter, 'listAliases'>,
  repositories: readonly RepositoryRef[],
): CatalogChange[] {
  return [...Map.groupBy(repositories, ({ registryId }) => registryId)].map(([registryId, ofRegistry]) => ({
    registryId,
    aliases: writer.listAliases(registryId),
    repositories: ofRegistry,
  }))
}
