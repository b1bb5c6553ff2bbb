/** Sorts, filters and pages the images of a repository as a query says. Pure. */

import type { TagQuery, TagSort } from '#lib/addresses/tag-query.ts'
import { type ArtifactKind, toListedKind } from '#lib/oci/artifact-kind.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { AttachedCounts, SignatureFact } from '#lib/oci/image-facts.ts'
import { compareByName, compareByVersion } from '#lib/tags/compare-tags.ts'
import { describeImageType } from './describe-image-type.ts'
import { compareByPushTime, type TaggedImage } from './group-image-tags.ts'
import { NAMED_LINES } from './named-lines.ts'
import { type Fold, placeInLines } from './place-in-lines.ts'
import { type SplitImages, splitAttachments } from './split-attachments.ts'

/** One image, as its tags tell of it. */
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

/** One image, as the Image tags tab and `/api/tags` give it. */
export interface ListedTag extends TagRow {
  /** The version line that it is of, in the order by version; null in other orders. */
  line: string | null
  /** Why the page folds it; null where it stands open. */
  fold: Fold | null
  /** What it runs on, `linux/amd64` and so on; null until its manifest has been read. */
  platforms: string[] | null
  /** What else is attached to it; null until that has been looked up. */
  attached: AttachedCounts | null
  /** What came of verifying its signatures; null until then, and where there are none. */
  signature: SignatureFact | null
  /** Pulls by its tags, of all time; null where they are not counted, or too few to be listed. */
  pullCount: number | null
}

export interface TagPage {
  rows: ListedTag[]
  page: number
  pageCount: number
  /** Images that the query finds, on all pages. */
  foundCount: number
  /** Images and tags of the repository, without what is attached to images. */
  imageCount: number
  tagCount: number
  /** Tags of signatures and the like, which stand with the image that they speak of. */
  attachmentCount: number
  /** The tag to offer first; null where nothing can be pulled. */
  defaultTag: string | null
  /** The image that `latest` names, by its other tags, those that say most first; null without `latest`. */
  latest: { tags: string[] } | null
  /** The repository has more tags than are read. */
  isTruncated: boolean
}

export const TAG_PAGE_SIZE = 100

/** Where tags are long, or images have many, a page has fewer rows: it is to be less than 200 kB of HTML. */
const pageSizes = [TAG_PAGE_SIZE, 75, 50, 25, 10]
/** Characters of a page's rows, with what is around their names: a row of one short tag has some 1,100. */
const maxPageLength = 109_000
const rowLength = 1_060
/** How often a name stands in its row, its links and the data of the page. */
const tagCopies = 6
const otherTagCopies = 3
const otherTagLength = 90
/** Part of the rest. */
const usualNameLength = 20

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
 * @param all in the order of `query.sort`
 */
export function selectTags(
  all: readonly TaggedImage[],
  query: TagQuery,
  {
    isTruncated,
    defaultTag = null,
    nameLength = 0,
  }: {
    isTruncated: boolean
    defaultTag?: string | null
    /** Of the repository, which stands in every link. */
    nameLength?: number
  },
): TagPage {
  const split = splitAttachments(all)
  const { images, orphans } = split
  const places = query.sort === 'version' ? listPlaces(images) : null
  const wanted = query.filter.toLowerCase()
  const listed = [...images, ...orphans]
  const found = wanted === '' ? listed : listed.filter((one) => matches(one, wanted, split))
  const pageSize = choosePageSize(found, nameLength)
  const pageCount = Math.max(1, Math.ceil(found.length / pageSize))
  const page = Math.min(query.page, pageCount)
  const orphaned = new Set(orphans)
  const rows = found.slice((page - 1) * pageSize, page * pageSize).map((one): ListedTag => {
    const isOrphan = orphaned.has(one)
    const place = isOrphan ? { line: NAMED_LINES.orphans, fold: 'attachment' as const } : places?.get(one)
    return {
      ...toTagRow(one, wanted),
      line: place?.line ?? null,
      // Who filters looks for something; nothing is hidden from them.
      fold: wanted === '' ? (place?.fold ?? null) : null,
      platforms: null,
      attached: null,
      signature: null,
      pullCount: null,
    }
  })
  const latest = images.find(({ keys }) => keys.some(({ tag }) => tag === 'latest'))
  return {
    rows,
    page,
    pageCount,
    foundCount: found.length,
    imageCount: images.length,
    tagCount: images.reduce((count, one) => count + listNames(one).length, 0),
    attachmentCount: split.attachmentCount,
    defaultTag,
    latest:
      latest === undefined
        ? null
        : {
            tags: listNames(latest)
              .filter((tag) => tag !== 'latest')
              .slice(0, maxOtherTags),
          },
    isTruncated,
  }
}

/** The same for all pages of a list: the largest with which none of them is too heavy. */
function choosePageSize(images: readonly TaggedImage[], nameLength: number): number {
  const lengths = images.map((image) => toRowLength(image, nameLength))
  const fits = (size: number) => {
    for (let from = 0; from < lengths.length; from += size) {
      const length = lengths.slice(from, from + size).reduce((sum, one) => sum + one, 0)
      if (length > maxPageLength) return false
    }
    return true
  }
  return pageSizes.find(fits) ?? 10
}

function toRowLength({ keys: [{ tag }, ...others] }: TaggedImage, nameLength: number): number {
  const beyond = Math.max(0, nameLength - usualNameLength)
  const ofOthers = others
    .slice(0, maxOtherTags)
    .reduce((sum, other) => sum + otherTagLength + beyond + otherTagCopies * other.tag.length, 0)
  return rowLength + beyond + tagCopies * tag.length + ofOthers
}

/** Whether everything is known that a page shows of its images. */
export function isWholeTagPage({ rows }: TagPage): boolean {
  return rows.every(({ kind, platforms }) => kind !== 'image' || platforms !== null)
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

/** The names of an image without those that speak of another one. */
function listNames({ keys }: TaggedImage): string[] {
  return keys.map(({ tag }) => tag).filter((tag) => !isAttachmentTag(tag))
}

const placesOf = new WeakMap<readonly TaggedImage[], ReturnType<typeof placeInLines>>()

/** Remembered by the list, as all its pages need them. */
function listPlaces(images: readonly TaggedImage[]): ReturnType<typeof placeInLines> {
  const places = placesOf.get(images) ?? placeInLines(images)
  placesOf.set(images, places)
  return places
}

function matches({ image, keys }: TaggedImage, wanted: string, { attachments }: SplitImages): boolean {
  return (
    image.digest.startsWith(wanted) ||
    keys.some(({ tag }) => includes(tag, wanted)) ||
    (attachments.get(image.digest) ?? []).some((tag) => includes(tag, wanted))
  )
}

function includes(tag: string, wanted: string): boolean {
  return tag.toLowerCase().includes(wanted)
}
