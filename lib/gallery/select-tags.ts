/** Sorts, filters and pages the images of a repository as a query says. Pure. */
import { type ArtifactKind, toListedKind } from '#lib/oci/artifact-kind.ts'
import { compareByName, compareByVersion } from '#lib/oci/compare-tags.ts'
import { describeImageType } from '#lib/oci/describe-image-type.ts'
import { compareByPushTime, type TaggedImage } from './group-image-tags.ts'
import type { TagQuery, TagSort } from './tag-query.ts'

/** One image, as the Image tags tab and `/api/tags` give it. */
export interface TagRow {
  tag: string
  /** More tags of the same image, at most `maxOtherTags`; those that the filter finds first. */
  otherTags: string[]
  /** How many more there are. */
  hiddenTagCount: number
  digest: string
  /** In words: "Image", "Multi-platform image", "Helm chart", … */
  type: string
  kind: ArtifactKind
  /** Set for what is not a container image, such as a chart. */
  artifactMediaType: string | null
  /** Compressed; null where the API gives none. */
  sizeBytes: number | null
  /** ISO 8601; null where the API gives none. */
  pushedAt: string | null
}

export interface TagPage {
  rows: TagRow[]
  page: number
  pageCount: number
  /** Images that the query finds, on all pages. */
  foundCount: number
  /** Images and tags of the repository. */
  imageCount: number
  tagCount: number
  /** Superseded pre-releases that the order by version leaves out. */
  foldedCount: number
  /** The repository has more tags than are read. */
  isTruncated: boolean
}

export const TAG_PAGE_SIZE = 100

const maxOtherTags = 8

const comparisons: Record<TagSort, (a: TaggedImage, b: TaggedImage) => number> = {
  newest: compareByPushTime,
  // What has no version comes last, by date.
  version: (a, b) =>
    a.keys[0].version === null && b.keys[0].version === null
      ? compareByPushTime(a, b)
      : compareByVersion(a.keys[0], b.keys[0]),
  name: (a, b) => compareByName(a.keys[0], b.keys[0]),
  size: (a, b) =>
    (b.image.sizeBytes ?? -1) - (a.image.sizeBytes ?? -1) || compareByVersion(a.keys[0], b.keys[0]),
}

/** Brings images into an order. */
export function sortImages(images: readonly TaggedImage[], sort: TagSort): TaggedImage[] {
  return images.toSorted(comparisons[sort])
}

/**
 * Picks a page. A page behind the last one is the last one.
 * @param images in the order of `query.sort`
 */
export function selectTags(
  images: readonly TaggedImage[],
  query: TagQuery,
  { isTruncated }: { isTruncated: boolean },
): TagPage {
  const wanted = query.filter.toLowerCase()
  const found = wanted === '' ? images : images.filter((one) => matches(one, wanted))
  // Who filters looks for something; nothing is hidden from them.
  const folds = query.sort === 'version' && wanted === ''
  const shown = folds && !query.showPreReleases ? found.filter((one) => !one.isSuperseded) : found
  const pageCount = Math.max(1, Math.ceil(shown.length / TAG_PAGE_SIZE))
  const page = Math.min(query.page, pageCount)
  return {
    rows: shown
      .slice((page - 1) * TAG_PAGE_SIZE, page * TAG_PAGE_SIZE)
      .map((image) => toTagRow(image, wanted)),
    page,
    pageCount,
    foundCount: shown.length,
    imageCount: images.length,
    tagCount: images.reduce((count, { keys }) => count + keys.length, 0),
    foldedCount: folds ? images.filter((one) => one.isSuperseded).length : 0,
    isTruncated,
  }
}

/** One image as a row, with the tags first that contain `wanted`. */
export function toTagRow({ image, keys }: TaggedImage, wanted = ''): TagRow {
  const [{ tag }, ...others] = keys
  const names = others.map((key) => key.tag)
  const otherTags =
    wanted === ''
      ? names
      : names.toSorted((a, b) => Number(includes(b, wanted)) - Number(includes(a, wanted)))
  return {
    tag,
    otherTags: otherTags.slice(0, maxOtherTags),
    hiddenTagCount: Math.max(0, otherTags.length - maxOtherTags),
    digest: image.digest,
    type: describeImageType(image.mediaType, image.artifactMediaType, tag),
    kind: toListedKind(image.artifactMediaType, tag),
    artifactMediaType: image.artifactMediaType,
    sizeBytes: image.sizeBytes,
    pushedAt: image.pushedAt,
  }
}

function matches({ image, keys }: TaggedImage, wanted: string): boolean {
  return image.digest.startsWith(wanted) || keys.some(({ tag }) => includes(tag, wanted))
}

function includes(tag: string, wanted: string): boolean {
  return tag.toLowerCase().includes(wanted)
}
