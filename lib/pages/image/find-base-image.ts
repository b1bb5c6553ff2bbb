/**
 * What an image is built on: what its annotation names, or the image here whose layers are its first ones. Nothing is guessed; how it was
 * found stands beside it. What the base offers now is read in the background.
 */
import { z } from 'zod'
import type { BaseImageFound, RepositorySummary } from '#lib/catalog/catalog.ts'
import { toJsonKind } from '#lib/findings/finding-kind.ts'
import type { StatedBase } from '#lib/oci/base-image.ts'
import type { ReadImage } from '#lib/oci-client/read-image.ts'
import { readOrigin, toOrigin } from '#lib/oci-client/read-origin.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import { compareByMeaning, toTagKey } from '#lib/tags/compare-tags.ts'
import { isNewerOfLine } from '#lib/tags/newer-tag.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { shortenCacheLife } from '../keep-page.ts'

export interface BaseImage {
  /** `layers`: its layers are the first ones of the image; `annotation`: the image says so itself. */
  foundBy: 'annotation' | 'layers'
  /** As the annotation has it; null where none does. */
  stated: string | null
  /** The repository of this gallery, with the tag or digest that leads to the base where it is still there. */
  here: {
    registryAlias: string
    repositoryName: string
    tag: string | null
    digest: string | null
  } | null
  /** How many of the image's layers are those of the base; null where the base's are not known. */
  sharedLayers: number | null
  /** A tag of the base that names a newer build, and whether it is the same tag; null where there is none, or that is not known. */
  newer: { tag: string; isSameTag: boolean } | null
}

const maxWaitMs = 300

const chain = z.object({ chainIds: z.array(z.string()) })
/** The layers of an image for one platform, by its digest and the platform. */
const chainKind = toJsonKind({ name: 'layer-chain', version: 1, deadlineMs: 30_000 }, chain)

/** Finds it; null where nothing is known of it, and for what is no image. */
export async function findBaseImage(
  { chosen, manifest }: ReadImage,
  own: Pick<RepositorySummary, 'registryAlias' | 'repositoryName'>,
): Promise<BaseImage | null> {
  if (chosen?.kind !== 'image' || chosen.config === null) return null
  const { chainIds, base } = toOrigin([manifest, chosen.manifest], chosen.config)
  const platform = manifest.kind === 'index' ? (chosen.platform?.key ?? null) : null
  if (base !== null) return describeStated(base, { chainIds, platform })
  const catalog = getCatalog()
  const except = catalog.findRelations(own.registryAlias, own.repositoryName)?.repositoryId ?? null
  const [found] = catalog.findBaseImages(chainIds.slice(0, -1), { except, limit: 1 })
  return found === undefined ? null : describeFound(found)
}

/** A base that was found by its layers; the tag by which it was read may have moved on since. */
function describeFound(found: BaseImageFound): BaseImage {
  const { registryAlias, repositoryName, digest, layerCount } = found
  const tag = findTagOf(found)
  return {
    foundBy: 'layers',
    stated: null,
    here: { registryAlias, repositoryName, tag, digest },
    sharedLayers: layerCount,
    newer: tag === null ? findMoved(found) : findNewer({ registryAlias, repositoryName }, tag),
  }
}

async function describeStated(
  { reference, name, tag: statedTag, digest: statedDigest }: StatedBase,
  { chainIds, platform }: { chainIds: readonly string[]; platform: string | null },
): Promise<BaseImage> {
  const stated = { foundBy: 'annotation' as const, stated: reference }
  const catalog = getCatalog()
  const place = catalog.findImageName(name)
  const summary = place && catalog.findRepository(place.registryAlias, place.repositoryName)
  if (summary === null) return { ...stated, here: null, sharedLayers: null, newer: null }
  const { registryAlias, repositoryName } = summary
  const now = statedTag === null ? null : catalog.findTag(registryAlias, repositoryName, statedTag)
  const layers = now === null ? null : await findChain(summary, now.digest, platform)
  const isCurrent = layers === null ? null : layers.length > 0 && chainIds.includes(layers.at(-1) ?? '')
  // What the tag named when the image was built on it, where that is known by its layers.
  const then =
    isCurrent === true
      ? undefined
      : catalog
          .findBaseImages(chainIds.slice(0, -1), { except: null, limit: 20 })
          .find((one) => one.registryAlias === registryAlias && one.repositoryName === repositoryName)
  const thenTag = then === undefined ? null : findTagOf(then)
  return {
    ...stated,
    here: {
      registryAlias,
      repositoryName,
      tag: thenTag ?? (now === null ? null : statedTag),
      digest: then?.digest ?? (now === null ? statedDigest : null),
    },
    sharedLayers: isCurrent === true ? (layers?.length ?? null) : (then?.layerCount ?? null),
    newer:
      isCurrent === false && statedTag !== null
        ? { tag: specify(now?.tags ?? [], statedTag), isSameTag: true }
        : statedTag === null
          ? null
          : findNewer(summary, specify(now?.tags ?? [], statedTag)),
  }
}

/** The tag that says most of an image, as its repository has them now; null where none names it any more. */
function findTagOf({ registryAlias, repositoryName, digest, tag }: BaseImageFound): string | null {
  const catalog = getCatalog()
  const named = catalog.findTag(registryAlias, repositoryName, tag)
  if (named?.digest === digest) return specify(named.tags, tag)
  const other = catalog
    .findDigest(digest, 20)
    .find((one) => one.registryAlias === registryAlias && one.repositoryName === repositoryName)
  return other?.tags[0] === undefined ? null : specify(other.tags, other.tags[0])
}

/** The tag by which it was read names another image now. */
function findMoved({ registryAlias, repositoryName, tag }: BaseImageFound): BaseImage['newer'] {
  return getCatalog().findTag(registryAlias, repositoryName, tag) === null ? null : { tag, isSameTag: true }
}

/** What the repository offers first, where that is a higher version of the same line as the tag. */
function findNewer(
  { registryAlias, repositoryName }: Pick<RepositorySummary, 'registryAlias' | 'repositoryName'>,
  tag: string,
): BaseImage['newer'] {
  const catalog = getCatalog()
  const offered = catalog.findRepository(registryAlias, repositoryName)?.newestTag ?? null
  if (offered === null) return null
  const tags = catalog.findTag(registryAlias, repositoryName, offered)?.tags ?? []
  const newest = specify(tags, offered)
  return isNewerOfLine(newest, tag) ? { tag: newest, isSameTag: false } : null
}

/** Of the tags of one image the one that says most. */
function specify(tags: readonly string[], fallback: string): string {
  return [fallback, ...tags].map(toTagKey).toSorted(compareByMeaning)[0]?.tag ?? fallback
}

async function findChain(
  summary: RepositorySummary,
  digest: string,
  platform: string | null,
): Promise<string[] | null> {
  const { client, name } = getRegistryClient(
    toRepositoryUri(summary),
    getSourceOf(summary.registryId).endpoint,
  )
  const work = async () => ({
    chainIds: (await readOrigin(client, name, { reference: digest, platform }))?.chainIds ?? [],
  })
  const key = `${digest} ${platform ?? ''}`
  const found = await getFindings().find(
    { kind: chainKind, key, readFrom: name, work },
    Math.min(maxWaitMs, remainingVisitMs()),
  )
  if (found.state === 'known') return found.value.chainIds
  if (found.state === 'under-way') await shortenCacheLife()
  return null
}
