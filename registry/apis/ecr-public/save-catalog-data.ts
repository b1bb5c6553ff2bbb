/** Writes catalogue data, as CreateRepository and PutRepositoryCatalogData both do. */

import type { CatalogData } from '#registry/store/entities.ts'
import type { RepositoryCatalogDataInput } from '#registry/wire/aws-json/shapes.ts'
import { type Logo, toLogo } from './logo/to-logo.ts'
import type { WriteContext } from './operation.ts'

/** What becomes of the logo: a new one, none any more, or the one that is there. */
export type LogoChange = { kind: 'replace'; logo: Logo } | { kind: 'remove' } | { kind: 'keep' }

export const keepLogo: LogoChange = { kind: 'keep' }

/**
 * Decodes the logo of an input, outside the transaction because that takes long.
 * An empty blob removes the logo: callers can't read a logo back, so leaving it out has to keep it.
 * @throws {EcrError} InvalidParameterException saying what is wrong with the image
 */
export async function prepareLogo(input: RepositoryCatalogDataInput | undefined): Promise<LogoChange> {
  const blob = input?.logoImageBlob
  if (blob === undefined) return keepLogo
  return blob === '' ? { kind: 'remove' } : { kind: 'replace', logo: await toLogo(blob) }
}

/** Replaces a repository's catalogue data; returns what is stored now. */
export async function saveCatalogData(
  context: WriteContext<'catalogData' | 'logos'>,
  repositoryId: number,
  input: RepositoryCatalogDataInput,
  change: LogoChange,
): Promise<CatalogData> {
  const before = await context.db.catalogData.get(repositoryId)
  const logoBefore = before?.logoSha256 ?? null
  if (change.kind === 'replace') await context.db.logos.put(change.logo, context.now)
  const data: CatalogData = {
    description: input.description ?? null,
    aboutText: input.aboutText ?? null,
    usageText: input.usageText ?? null,
    architectures: input.architectures ?? null,
    operatingSystems: input.operatingSystems ?? null,
    logoSha256: toLogoSha256(change, logoBefore),
  }
  await context.db.catalogData.put(repositoryId, data, context.now)
  if (logoBefore !== null && logoBefore !== data.logoSha256) await context.db.logos.deleteUnused(logoBefore)
  return data
}

function toLogoSha256(change: LogoChange, before: string | null): string | null {
  switch (change.kind) {
    case 'replace':
      return change.logo.sha256
    case 'remove':
      return null
    case 'keep':
      return before
  }
}
