/** A repository as it stands in the index, in the form in which the pages show it. */
import { hash } from 'node:crypto'
import type { RepositorySummary } from '../catalog.ts'
import type { RepositoryKind } from '../query/search-query.ts'

/** Where the gallery serves a logo from; `version` changes with the picture. */
export type ToLogoSrc = (registryAlias: string, repositoryName: string, version: string) => string

/** The columns of a summary, for a query over `repository r JOIN registry g USING (registry_key)`. */
export const summaryColumns = `
  g.registry_id, g.primary_alias, g.publisher_name, r.verified, r.name, r.description, r.operating_systems,
  r.architectures, r.logo_url, r.updated_at, r.pull_count, r.newest_tag, r.kind, r.size_bytes, r.licence, r.is_signed, r.is_proven,
  r.has_sbom, r.lifecycle`

export interface SummaryRow {
  registry_id: string
  primary_alias: string
  publisher_name: string
  verified: number
  name: string
  description: string
  operating_systems: string
  architectures: string
  logo_url: string | null
  updated_at: string
  pull_count: number
  newest_tag: string | null
  kind: RepositoryKind
  size_bytes: number | null
  licence: string | null
  is_signed: number
  is_proven: number
  has_sbom: number
  lifecycle: string | null
}

/** Converts a row of `summaryColumns`. */
export function toRepositorySummary(row: SummaryRow, toLogoSrc: ToLogoSrc): RepositorySummary {
  return {
    registryId: row.registry_id,
    registryAlias: row.primary_alias,
    repositoryName: row.name,
    publisherName: row.publisher_name,
    verified: row.verified === 1,
    description: row.description,
    operatingSystems: JSON.parse(row.operating_systems),
    architectures: JSON.parse(row.architectures),
    logoSrc:
      row.logo_url === null ? null : toLogoSrc(row.primary_alias, row.name, toLogoVersion(row.logo_url)),
    updatedAt: row.updated_at,
    pullCount: row.pull_count,
    newestTag: row.newest_tag,
    kind: row.kind,
    sizeBytes: row.size_bytes,
    licence: row.licence,
    isSigned: row.is_signed === 1,
    isSignatureVerified: row.is_proven === 1,
    hasSbom: row.has_sbom === 1,
    lifecycle: row.lifecycle === null ? null : JSON.parse(row.lifecycle),
  }
}

/** Twelve hexadecimal digits that stand for a logo's URL. */
export function toLogoVersion(logoUrl: string): string {
  return hash('sha256', logoUrl).slice(0, 12)
}
