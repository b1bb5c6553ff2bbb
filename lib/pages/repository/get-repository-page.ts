import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { Endpoint } from '#lib/config/config.ts'
import {
  type ImagePlatforms,
  joinPlatforms,
  type PlatformLabels,
  toArchitectureLabels,
  toOperatingSystemLabels,
} from '#lib/oci/join-platforms.ts'
import { getCatalog, getReaderOf, getSourceOf, getSources } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { isSourceTrouble, noteVisitAge, readOrRecall } from '#lib/runtime/visit.ts'
import type { CatalogData } from '#lib/sources/ecr-public/get-repository-catalog-data.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { keepRepositoryPage } from '../keep-page.ts'
import { type RepositoryPulls, readPullsInTime } from './get-repository-pulls.ts'
import { type RepositoryUpstream, readUpstreamInTime } from './get-repository-upstream.ts'

export interface RepositoryPage {
  summary: RepositorySummary
  /** The image reference without a tag, such as `public.ecr.aws/docker/library/busybox`. */
  uri: string
  /** Of the source that it comes from. */
  endpoint: Endpoint
  /** The host that it comes from; null where it is this gallery's own, or where all come from one place. */
  origin: string | null
  /** ISO 8601; null while the source cannot say. */
  createdAt: string | null
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
  /** The source does not answer, and what it said before is not known any more: there are no texts, and no exact times. */
  isFromIndex: boolean
  /** As they are when the page is made; null where pulls are not counted. */
  pulls: RepositoryPulls | null
  /** From where it is pulled through; null where it is not. */
  upstream: RepositoryUpstream | null
}

/**
 * Looks a repository up in the index, by any alias of its registry, and reads it from the API.
 * While the API cannot be read, it is what was read last, or what the index knows; the visit then notes the age.
 * @returns null when there is no such repository
 */
export async function getRepositoryPage(
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryPage | null> {
  await keepRepositoryPage(registryAlias, repositoryName)
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  const [read, pulls, upstream] = await Promise.all([
    readRepository(summary),
    readPullsInTime(registryAlias, repositoryName),
    readUpstreamInTime(registryAlias, repositoryName),
  ])
  if (read === null) return null
  const { repository, catalogData } = read
  const declared = {
    operatingSystems: toOperatingSystemLabels(catalogData?.operatingSystems ?? []),
    architectures: toArchitectureLabels(catalogData?.architectures ?? []),
  }
  const imagePlatforms = getCatalog().findImagePlatforms(registryAlias, repositoryName)
  const uri = repository?.repositoryUri ?? toRepositoryUri(summary)
  const { endpoint } = getSourceOf(summary.registryId)
  return {
    summary,
    uri,
    endpoint,
    origin: toOrigin(uri, endpoint),
    createdAt: toKnownTime(repository?.createdAt),
    description: catalogData?.description ?? (repository === null ? summary.description : ''),
    aboutText: catalogData?.aboutText ?? '',
    usageText: catalogData?.usageText ?? '',
    ...joinPlatforms(declared, imagePlatforms),
    declared,
    imagePlatforms,
    canonicalAlias: summary.registryAlias,
    isFromIndex: repository === null,
    pulls,
    upstream,
  }
}

/** What others run is named always, and one of several compatible endpoints. */
function toOrigin(uri: string, { kind }: Endpoint): string | null {
  const isNamed =
    kind === 'oci' || kind === 'ecr-public-gallery' || (kind !== 'embedded' && getSources().length > 1)
  return isNamed ? (uri.split('/')[0] ?? null) : null
}

/** A source that knows no time gives the first second of 1970. */
function toKnownTime(time: string | undefined): string | null {
  return time === undefined || Date.parse(time) === 0 ? null : time
}

interface ReadRepository {
  /** Null for what only the index knows. */
  repository: EcrPublicRepository | null
  catalogData: CatalogData | null
}

/** Null when it is gone. */
async function readRepository(summary: RepositorySummary): Promise<ReadRepository | null> {
  const { registryId, repositoryName } = summary
  const read = async () => {
    const reader = getReaderOf(registryId)
    const key = { registryId, repositoryName }
    const [repository, catalogData] = await Promise.all([
      reader.describeRepository(key),
      reader.getCatalogData(key),
    ])
    return repository && { repository, catalogData }
  }
  try {
    return await readOrRecall(`repository ${registryId}/${repositoryName}`, read)
  } catch (error) {
    if (!isSourceTrouble(error)) throw error
    getLog().warn({ err: error }, 'A page is made from the index alone.')
    noteVisitAge(Date.parse(getCatalog().facts().syncedAt ?? '') || Date.now())
    return { repository: null, catalogData: null }
  }
}
