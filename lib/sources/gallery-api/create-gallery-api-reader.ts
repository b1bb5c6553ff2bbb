/**
 * Another gallery by the anonymous API that its own pages use. Nobody has documented it, so it is off unless the operator names it: it is
 * asked slowly, and within bounds. Who publishes and what there is comes from its search; a repository costs one request.
 */

import type { GalleryApiEndpoint } from '#lib/config/foreign-endpoints.ts'
import { isRegistryAlias, isRepositoryName } from '#lib/oci/repository-name.ts'
import { noPublisherTags } from '../ecr-public/get-publisher-tags.ts'
import type { CatalogData } from '../ecr-public/get-repository-catalog-data.ts'
import type { ImageTag, ImageTagPage } from '../ecr-public/list-image-tags.ts'
import type { RequestPacer } from '../ecr-public/request-pacer.ts'
import { toPublisherProfile } from '../ecr-public/to-publisher-profile.ts'
import type { EcrPublicRepository, RepositoryKey } from '../ecr-public/to-repository.ts'
import { type SkippedName, skipName } from '../skip-name.ts'
import type { SourceReader } from '../source-reader.ts'
import { callGalleryApi, type GalleryApi, getBreaker } from './call-gallery-api.ts'
import { type ListedRepository, repositoryAnswer, tagsAnswer } from './gallery-shapes.ts'
import { searchAll } from './search-all.ts'

const maxExamples = 20
const maxIndexedTags = 1_000

/** The API does not tell it. */
const unknownTime = new Date(0).toISOString()

/** Makes the reader, which calls nothing until it is asked. */
export function createGalleryApiReader(
  sourceName: string,
  endpoint: GalleryApiEndpoint,
  pacer: RequestPacer | null,
): SourceReader {
  const api: GalleryApi = { url: endpoint.url, breaker: getBreaker(endpoint.url), pacer }
  const prefix = `gallery-${sourceName}-`
  let listed = new Map<string, ListedRepository>()
  let skipped: { count: number; examples: SkippedName[] } = { count: 0, examples: [] }

  const toAlias = (registryId: string) => registryId.slice(prefix.length)
  const toKey = ({ registryId, repositoryName }: RepositoryKey) => ({
    registryAliasName: toAlias(registryId),
    repositoryName,
  })
  const findListed = ({ registryId, repositoryName }: RepositoryKey) =>
    listed.get(`${toAlias(registryId)}/${repositoryName}`)
  const toRepository = ({ registryId, repositoryName }: RepositoryKey): EcrPublicRepository => ({
    registryId,
    repositoryName,
    repositoryUri: `${endpoint.pullHost}/${toAlias(registryId)}/${repositoryName}`,
    createdAt: unknownTime,
  })
  const getCatalogData = async (key: RepositoryKey): Promise<CatalogData | null> => {
    const answer = await callGalleryApi(api, 'getRepositoryCatalogData', toKey(key), repositoryAnswer)
    return answer && toCatalogData(answer.catalogData)
  }
  const listImageTags = async (
    key: RepositoryKey,
    { maxResults, nextToken }: { maxResults: number; nextToken?: string | undefined },
  ): Promise<ImageTagPage | null> => {
    const content = { ...toKey(key), maxResults, ...(nextToken === undefined ? {} : { nextToken }) }
    const answer = await callGalleryApi(api, 'describeImageTags', content, tagsAnswer)
    return answer && { tags: answer.imageTagDetails.map(toImageTag), nextToken: answer.nextToken ?? null }
  }

  return {
    listRegistries: async () => {
      const found = await searchAll(api, endpoint)
      const left: SkippedName[] = []
      for (const [name, { primaryRegistryAliasName, repositoryName }] of found) {
        if (isRegistryAlias(primaryRegistryAliasName) && isRepositoryName(repositoryName)) continue
        found.delete(name)
        left.push(skipName(name))
      }
      listed = found
      skipped = { count: left.length, examples: left.slice(0, maxExamples) }
      const groups = Map.groupBy(found.values(), (one) => one.primaryRegistryAliasName)
      return [...groups].map(([alias, repositories]) => ({
        registryId: `${prefix}${alias}`,
        verified: repositories[0]?.registryVerified ?? false,
        aliases: [alias],
      }))
    },
    readProfiles: async (registries) => {
      const names = new Map(
        [...listed.values()].map((one) => [one.primaryRegistryAliasName, one.displayName]),
      )
      return new Map(
        registries.map(({ registryId }) => [
          registryId,
          toPublisherProfile({ displayName: names.get(toAlias(registryId)) }),
        ]),
      )
    },
    listRepositories: async function* (registryId) {
      const alias = toAlias(registryId)
      yield [...listed.values()]
        .filter((one) => one.primaryRegistryAliasName === alias)
        .map(({ repositoryName }) => toRepository({ registryId, repositoryName }))
    },
    describeRepository: async (key) => {
      const known = findListed(key) ?? (await getCatalogData(key))
      return known && toRepository(key)
    },
    readContent: async (key) => {
      const known = findListed(key)
      const page = await listImageTags(key, { maxResults: maxIndexedTags })
      if (page === null) return null
      const catalogData = known === undefined ? await getCatalogData(key) : toListedData(known)
      return { catalogData, tags: page.tags, publisherTags: noPublisherTags }
    },
    getCatalogData,
    listImageTags,
    getPublisherTags: async () => noPublisherTags,
    listResourceTags: async () => new Map(),
    getPulls: async () => null,
    getUpstream: async () => null,
    listListedPulls: () =>
      [...listed.values()].map(({ primaryRegistryAliasName, repositoryName, downloadCount }) => ({
        registryId: `${prefix}${primaryRegistryAliasName}`,
        repositoryName,
        pullCount: Math.max(0, Math.trunc(downloadCount ?? 0)),
      })),
    findChangeFeed: async () => null,
    countRequests: () => pacer?.figures().requests ?? 0,
    listSkipped: () => skipped,
    close: () => undefined,
  }
}

function toListedData(one: ListedRepository): CatalogData {
  return toCatalogData({ ...one, description: one.repositoryDescription })
}

function toCatalogData(given: {
  description?: string | null | undefined
  shortDescription?: string | null | undefined
  aboutText?: string | null | undefined
  usageText?: string | null | undefined
  operatingSystems?: string[] | null | undefined
  architectures?: string[] | null | undefined
  logoUrl?: string | null | undefined
}): CatalogData {
  return {
    description: given.description ?? given.shortDescription ?? '',
    aboutText: given.aboutText ?? '',
    usageText: given.usageText ?? '',
    architectures: given.architectures ?? [],
    operatingSystems: given.operatingSystems ?? [],
    logoUrl: given.logoUrl || null,
  }
}

type WireTag = ReturnType<typeof tagsAnswer.parse>['imageTagDetails'][number]

function toImageTag({ imageTag, createdAt, imageDetail }: WireTag): ImageTag {
  const pushedAt = Date.parse(imageDetail.imagePushedAt ?? createdAt ?? '')
  return {
    tag: imageTag,
    digest: imageDetail.imageDigest,
    sizeBytes: imageDetail.imageSizeInBytes ?? null,
    pushedAt: Number.isNaN(pushedAt) ? null : new Date(pushedAt).toISOString(),
    mediaType: imageDetail.imageManifestMediaType ?? null,
    artifactMediaType: imageDetail.artifactMediaType ?? null,
  }
}
