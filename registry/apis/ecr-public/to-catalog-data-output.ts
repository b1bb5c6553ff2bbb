/** The answer's form of a repository's catalogue data. */
import type { Config } from '#lib/config/config.ts'
import type { CatalogData } from '#registry/store/entities.ts'

/** `RepositoryCatalogData` of the service model; what was never set is left out. */
export function toCatalogDataOutput(config: Config, data: CatalogData): object {
  return {
    description: data.description ?? undefined,
    architectures: data.architectures ?? undefined,
    operatingSystems: data.operatingSystems ?? undefined,
    logoUrl: data.logoSha256 === null ? undefined : `${config.registryUrl}/logo/${data.logoSha256}.png`,
    aboutText: data.aboutText ?? undefined,
    usageText: data.usageText ?? undefined,
    // Nothing here is sold through a marketplace.
    marketplaceCertified: false,
  }
}
