/** Two images of a repository, and what differs between them. */
import type { ImageReference } from '#lib/addresses/image-reference.ts'
import type { FileDifference } from '#lib/layers/compare-trees.ts'
import { askLayerThread } from '#lib/layers/layer-pools.ts'
import { compareImages, type ImageDifference } from '#lib/oci/compare-images.ts'
import type { DistributionErrorKind } from '#lib/oci-client/distribution-error.ts'
import type { ChosenImage } from '#lib/oci-client/read-image.ts'
import { comparePackages, type PackageDifference } from '#lib/packages/compare-packages.ts'
import { getLog } from '#lib/runtime/log.ts'
import type { ScanReport } from '#lib/statements/gather-contents.ts'
import { compareScans, pairScans, type ScanDifference } from '#lib/vulnerabilities/compare-scans.ts'
import { shortenCacheLife } from '../keep-page.ts'
import type { RepositoryPage } from '../repository/get-repository-page.ts'
import type { Readable } from './find-image-files.ts'
import { getImagePage, type ImagePage } from './get-image-page.ts'

export interface ComparedImage {
  reference: ImageReference
  page: ImagePage
  chosen: ChosenImage
}

export interface Comparison {
  repository: RepositoryPage
  from: ComparedImage
  to: ComparedImage
  /** Platforms that both have, by the keys of their addresses. */
  platforms: { key: string; text: string }[]
  difference: ImageDifference
  /** Null where a bill of materials of one of both is not known. */
  packages: PackageDifference | null
  /** Null where no scanner has scanned both. */
  vulnerabilities: ScanDifference | null
  /** What was compared for that. */
  scans: { before: ScanReport; after: ScanReport } | null
  /** What is known of their files; null where one of both is no image. */
  files: Readable<{ difference: FileDifference }> | null
}

export type ComparisonResult =
  | { kind: 'found'; comparison: Comparison }
  | { kind: 'no-repository' }
  /** `what`: there is no such image, it has no such platform, or it holds nothing that can be compared. */
  | { kind: 'missing'; reference: ImageReference; what: 'image' | 'platform' | 'content' }
  | { kind: 'unreadable'; reason: DistributionErrorKind }

/**
 * Reads both images, found by any alias of the registry: of an index the platform that is asked for, or the usual one of the second.
 * @param asked with how many of the files that differ are listed; all are counted
 */
export async function getComparison(
  registryAlias: string,
  repositoryName: string,
  asked: { from: ImageReference; to: ImageReference; maxFiles: number },
): Promise<ComparisonResult> {
  const to = await readSide(registryAlias, repositoryName, asked.to)
  if ('failure' in to) return to.failure
  // Without a choice both are of one platform, where both have it.
  const platform = asked.to.platform ?? to.image.chosen.platform?.key ?? null
  const likely = { ...asked.from, platform }
  const alike = await readSide(registryAlias, repositoryName, likely)
  const isOtherwise = 'failure' in alike && asked.to.platform === null
  const from = isOtherwise ? await readSide(registryAlias, repositoryName, asked.from) : alike
  if ('failure' in from) return from.failure
  const known = new Set(from.image.page.image.platforms.map(({ key }) => key))
  return {
    kind: 'found',
    comparison: {
      repository: to.image.page.repository,
      from: from.image,
      to: to.image,
      platforms: to.image.page.image.platforms.filter(({ key }) => known.has(key)),
      difference: compareImages(toCompared(from.image.chosen), toCompared(to.image.chosen)),
      ...compareContents(from.image.page, to.image.page),
      files: await compareFiles(from.image.page, to.image.page, asked.maxFiles),
    },
  }
}

function compareContents(
  from: ImagePage,
  to: ImagePage,
): Pick<Comparison, 'packages' | 'vulnerabilities' | 'scans'> {
  const [oldBill, newBill] = [from.contents?.bill, to.contents?.bill]
  const scans = pairScans(from.contents?.scans ?? [], to.contents?.scans ?? [])
  return {
    packages: oldBill && newBill ? comparePackages(oldBill.listPackages(), newBill.listPackages()) : null,
    vulnerabilities: scans && compareScans(scans.before.vulnerabilities, scans.after.vulnerabilities),
    scans,
  }
}

async function compareFiles(from: ImagePage, to: ImagePage, limit: number): Promise<Comparison['files']> {
  const [before, after] = [from.files, to.files]
  if (before === null || after === null) return null
  if (before.state === 'unread' || after.state === 'unread') return { state: 'unread' }
  if (before.state === 'reading' || after.state === 'reading') return { state: 'reading' }
  try {
    const request = { kind: 'compare', before: before.tree, after: after.tree, limit } as const
    const { text } = await askLayerThread(request)
    return { state: 'known', difference: JSON.parse(text) as FileDifference }
  } catch (error) {
    getLog().warn({ err: error }, 'The files of two images could not be compared.')
    await shortenCacheLife()
    return { state: 'reading' }
  }
}

type Side = { image: ComparedImage } | { failure: Exclude<ComparisonResult, { kind: 'found' }> }

async function readSide(alias: string, repositoryName: string, reference: ImageReference): Promise<Side> {
  const result = await getImagePage(alias, repositoryName, reference)
  switch (result.kind) {
    case 'no-repository':
      return { failure: { kind: 'no-repository' } }
    case 'missing':
      return { failure: { kind: 'missing', reference, what: result.what } }
    case 'away':
      return { failure: { kind: 'unreadable', reason: 'unreachable' } }
    case 'unreadable':
      return { failure: result }
    case 'found': {
      const { chosen } = result.page.image
      if (chosen === null) return { failure: { kind: 'missing', reference, what: 'content' } }
      return { image: { reference, page: result.page, chosen } }
    }
  }
}

function toCompared({ config, manifest }: ChosenImage) {
  return { config, layers: manifest.layers }
}
