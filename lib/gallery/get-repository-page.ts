/** Everything that a repository's page shows, apart from its tags. */
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import {
  type ImagePlatforms,
  joinPlatforms,
  type PlatformLabels,
  toArchitectureLabels,
  toOperatingSystemLabels,
} from '#lib/catalog/join-platforms.ts'
import type { Endpoint } from '#lib/config/config.ts'
import { describeRepository } from '#lib/ecr-public/describe-repository.ts'
import { getRepositoryCatalogData } from '#lib/ecr-public/get-repository-catalog-data.ts'
import { getCatalog, getEcrPublicOf, getSourceOf } from './catalog-instance.ts'
import { getRepositoryPulls, type RepositoryPulls } from './get-repository-pulls.ts'
import { getLog } from './log.ts'

export interface RepositoryPage {
  summary: RepositorySummary
  /** The image reference without a tag, such as `public.ecr.aws/docker/library/busybox`. */
  uri: string
  /** Of the source that it comes from. */
  endpoint: Endpoint
  /** ISO 8601. */
  createdAt: string
  description: string
  /** Markdown, as the publisher wrote it. */
  aboutText: string
  usageText: string
  /** Declared by the publisher, or found in the newest image. */
  architectures: string[]
  operatingSystems: string[]
  /** What the publisher declares, alone. */
  declared: PlatformLabels
  /** What the newest image runs on; null until it has been read, and where there is none. */
  imagePlatforms: ImagePlatforms | null
  /** The registry's primary alias, under which the page is canonical. */
  canonicalAlias: string
  /** As they are when the page is made; null where pulls are not counted. */
  pulls: RepositoryPulls | null
}

/**
 * Looks a repository up in the index, by any alias of its registry, and reads it from the API.
 * @returns null when there is no such repository
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getRepositoryPage(
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryPage | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  const api = getEcrPublicOf(summary.registryId)
  const key = { registryId: summary.registryId, repositoryName }
  const [repository, catalogData, pulls] = await Promise.all([
    describeRepository(api, key),
    getRepositoryCatalogData(api, key),
    readPulls(registryAlias, repositoryName),
  ])
  if (repository === null) return null
  const declared = {
    operatingSystems: toOperatingSystemLabels(catalogData?.operatingSystems ?? []),
    architectures: toArchitectureLabels(catalogData?.architectures ?? []),
  }
  const imagePlatforms = getCatalog().findImagePlatforms(registryAlias, repositoryName)
  return {
    summary,
    uri: repository.repositoryUri,
    endpoint: getSourceOf(summary.registryId).endpoint,
    createdAt: repository.createdAt,
    description: catalogData?.description ?? '',
    aboutText: catalogData?.aboutText ?? '',
    usageText: catalogData?.usageText ?? '',
    ...joinPlatforms(declared, imagePlatforms),
    declared,
    imagePlatforms,
    canonicalAlias: summary.registryAlias,
    pulls,
  }
}

/** The page is worth showing without its counts. */
async function readPulls(registryAlias: string, repositoryName: string): Promise<RepositoryPulls | null> {
  try {
    return await getRepositoryPulls(registryAlias, repositoryName)
  } catch (error) {
    getLog().warn({ err: error }, 'Pull counts could not be read.')
    return null
  }
}
