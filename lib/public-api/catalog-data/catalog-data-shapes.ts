/**
 * What the anonymous operations of the original gallery take and answer, as independent programs that call them know it; `filter`, the
 * other sort keys and what describes a registry are ours. Unknown members are ignored, as callers may send what the original knows.
 */
import { z } from 'zod'
import type { CatalogDataOperation } from '#lib/addresses/catalog-data-operations.ts'

const alias = z.string().min(1).max(60)
const repositoryName = z.string().min(1).max(256)
/** Programs whose language knows no absent text begin with an empty one. */
const nextToken = z
  .string()
  .max(400)
  .nullish()
  .transform((token) => token || null)
const maxResults = (most: number, usual: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .nullish()
    .transform((count) => Math.min(count ?? usual, most))
const values = z.array(z.string().max(100)).max(20).nullish()

export const SORT_KEYS = {
  POPULARITY: 'popularity',
  RELEVANCE: 'relevance',
  UPDATED: 'updated',
  NAME: 'name',
} as const

export const searchRequest = z.object({
  searchTerm: z.string().max(1_000).nullish(),
  maxResults: maxResults(1_000, 100),
  nextToken,
  sortConfiguration: z
    .object({ sortKey: z.enum(Object.keys(SORT_KEYS) as (keyof typeof SORT_KEYS)[]).nullish() })
    .nullish(),
  filter: z
    .object({
      registryVerified: z.boolean().nullish(),
      operatingSystems: values,
      architectures: values,
      registryAliasNames: values,
      types: values,
    })
    .nullish(),
})

export const tagsRequest = z.object({
  registryAliasName: alias,
  repositoryName,
  maxResults: maxResults(1_000, 100),
  nextToken,
})

export const repositoryRequest = z.object({ registryAliasName: alias, repositoryName })

export const repositoriesRequest = z.object({
  registryAliasName: alias,
  maxResults: maxResults(1_000, 100),
  nextToken,
})

export const registryRequest = z.object({ registryAliasName: alias })

/** What each operation takes, and what it is for. */
export const catalogDataShapes = {
  searchRepositoryCatalogData: {
    request: searchRequest,
    summary: 'Repositories that a search finds, as the original gallery answers it, with exact totals',
  },
  describeImageTags: { request: tagsRequest, summary: 'The tags of a repository, those pushed last first' },
  getRepositoryCatalogData: {
    request: repositoryRequest,
    summary: 'What the publisher says of a repository, and how often it is pulled',
  },
  describeRepositoryCatalogData: {
    request: repositoriesRequest,
    summary: 'The repositories of a registry, by name',
  },
  getRegistryCatalogData: { request: registryRequest, summary: 'A registry, by any of its aliases' },
} satisfies Record<CatalogDataOperation, { request: z.ZodType; summary: string }>
