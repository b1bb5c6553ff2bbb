/**
 * Any registry of the OCI distribution specification as a source. It has no publishers, no texts and no feed: who it is says the operator,
 * what is in it say `_catalog` or the operator, and what a repository is says the image that is offered first.
 */
import type { OciEndpoint } from '#lib/config/foreign-endpoints.ts'
import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import { isRepositoryName } from '#lib/oci/repository-name.ts'
import { compareByMeaning, toTagKey } from '#lib/tags/compare-tags.ts'
import type { ImageTag } from '../ecr-public/list-image-tags.ts'
import type { RequestPacer } from '../ecr-public/request-pacer.ts'
import type { EcrPublicRepository } from '../ecr-public/to-repository.ts'
import { type SkippedName, skipName } from '../skip-name.ts'
import type { SourceReader } from '../source-reader.ts'
import { createAsk } from './ask.ts'
import { createOciClient } from './create-oci-client.ts'
import { findReadme } from './find-readme.ts'
import { listCatalog, listTagNames } from './list-names.ts'
import { matchesPattern, splitNames } from './match-names.ts'
import { chooseTagName, readDefaultImage } from './read-default-image.ts'
import { toCatalogData } from './to-catalog-data.ts'
import { toImageTag } from './to-image-tag.ts'
import { orNotFound, orNothing } from './to-source-error.ts'

/** A list of tags costs a request for each of them, so a repository with more is cut; those that say most come first. */
const maxTagsDescribed = 500
const describedAtOnce = 8

/** A page asks for the same tags several times within a moment. */
const keptMs = 2_000
const maxKept = 500

const maxExamples = 20

/** More names of one registry are not read: a list may have no end, and each of them costs memory and requests. */
const maxNames = 100_000

/** A list that has no end by then is none: two million names where pages are full. */
const maxCatalogPages = 2_000

/** A registry does not tell it. */
const unknownTime = new Date(0).toISOString()

/** The id of the one registry of such a source; the ids of the ECR Public API are of twelve digits. */
function toOciRegistryId(sourceName: string): string {
  return `oci-${sourceName}`
}

/** Makes the reader, which calls nothing until it is asked. */
export function createOciReader(
  sourceName: string,
  endpoint: OciEndpoint,
  pacer: RequestPacer | null,
): SourceReader {
  const registryId = toOciRegistryId(sourceName)
  const client = createOciClient(endpoint)
  const [ask, askAll] = [createAsk(pacer, false), createAsk(pacer, true)]
  const kept = new Map<string, { names: Promise<string[] | null>; untilMs: number }>()
  let skipped: { count: number; examples: SkippedName[] } = { count: 0, examples: [] }

  /** Null when the registry has no such repository. */
  const listTags = (name: string): Promise<string[] | null> => {
    const known = kept.get(name)
    if (known !== undefined && known.untilMs > Date.now()) return known.names
    const names = orNotFound(listTagNames(client, name, ask))
    names.catch(() => kept.delete(name))
    kept.delete(name)
    kept.set(name, { names, untilMs: Date.now() + keptMs })
    const oldest = kept.keys().next().value
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
    return names
  }
  const toRepository = (repositoryName: string): EcrPublicRepository => ({
    registryId,
    repositoryName,
    repositoryUri: `${endpoint.pullHost}/${repositoryName}`,
    createdAt: unknownTime,
  })
  const isOurs = (key: { registryId: string; repositoryName: string }) =>
    key.registryId === registryId && isRepositoryName(key.repositoryName)
  /** Null where there is nothing that can be offered. */
  const readDefault = async (name: string, names: readonly string[]) => {
    const tag = chooseTagName(names)
    return tag === null ? null : orNothing(readDefaultImage(client, name, tag, ask))
  }

  return {
    listRegistries: async () => [{ registryId, verified: endpoint.verified, aliases: [endpoint.alias] }],
    readProfiles: async () =>
      new Map([[registryId, { displayName: endpoint.displayName, description: null, website: null }]]),
    listRepositories: async function* () {
      const { names, patterns } = splitNames(endpoint.repositories ?? ['*'])
      const left: { count: number; examples: SkippedName[] } = { count: 0, examples: [] }
      const take = (given: readonly string[]) =>
        given.flatMap((name) => {
          if (isRepositoryName(name)) return [toRepository(name)]
          left.count += 1
          if (left.examples.length < maxExamples) left.examples.push(skipName(name))
          return []
        })
      if (names.length > 0) yield take(names)
      if (patterns.length > 0) {
        let [count, pages] = [0, 0]
        for await (const page of listCatalog(client, askAll)) {
          const chosen = page.filter((name) => patterns.some((pattern) => matchesPattern(pattern, name)))
          yield take(chosen)
          count += chosen.length
          pages += 1
          if (count < maxNames && pages < maxCatalogPages) continue
          left.count += 1
          left.examples.unshift(skipName(page.at(-1) ?? '', 'too-many-names'))
          break
        }
      }
      skipped = left
    },
    describeRepository: async (key) => {
      if (!isOurs(key)) return null
      const names = await listTags(key.repositoryName)
      return names && toRepository(key.repositoryName)
    },
    readContent: async (key) => {
      const names = isOurs(key) ? await listTags(key.repositoryName) : null
      if (names === null) return null
      const found = await readDefault(key.repositoryName, names)
      return {
        catalogData: toCatalogData(found?.texts ?? [], null, endpoint.logoUrl),
        tags: found === null ? [] : [found.tag],
        publisherTags: { defaultTag: found?.tag.tag ?? null, lifecycle: null },
      }
    },
    getCatalogData: async (key) => {
      const name = key.repositoryName
      const names = isOurs(key) ? await listTags(name) : null
      if (names === null) return null
      const found = await readDefault(name, names)
      const data = toCatalogData(found?.texts ?? [], null, endpoint.logoUrl)
      if (found === null || data.aboutText !== '') return data
      return { ...data, aboutText: (await findReadme(client, name, found.pulled.digest)) ?? '' }
    },
    listImageTags: async (key) => {
      const name = key.repositoryName
      const names = isOurs(key) ? await listTags(name) : null
      if (names === null) return null
      const first = names.map(toTagKey).sort(compareByMeaning).slice(0, maxTagsDescribed)
      const tags = await mapConcurrently(first, describedAtOnce, async ({ tag }): Promise<ImageTag[]> => {
        const pulled = await orNothing(ask(`GET manifest of ${name}`, () => client.getManifest(name, tag)))
        return pulled === null ? [] : [toImageTag(tag, pulled, null)]
      })
      return { tags: tags.flat(), nextToken: null, isCut: names.length > first.length }
    },
    getPublisherTags: async (key) => {
      const names = isOurs(key) ? await listTags(key.repositoryName) : null
      return { defaultTag: names && chooseTagName(names), lifecycle: null }
    },
    listResourceTags: async () => new Map(),
    getPulls: async () => null,
    getUpstream: async () => null,
    listListedPulls: () => null,
    findChangeFeed: async () => null,
    countRequests: () => pacer?.figures().requests ?? 0,
    listSkipped: () => skipped,
    close: () => kept.clear(),
  }
}
