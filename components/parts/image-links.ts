/** Addresses on the page of one image: of the image itself, of its platforms, and of the parts of its page. */
import type { Route } from 'next'
import { type ContentsQuery, toContentsParams } from '#lib/addresses/contents-query.ts'
import type { ImagePart } from '#lib/addresses/image-part.ts'
import type { ImageReference } from '#lib/addresses/image-reference.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import { firstTreeQuery, type TreeQuery, toTreeParams } from '#lib/addresses/tree-query.ts'

/** Which image the page is about, under the alias that the visitor came by. */
export interface ImageLinks {
  alias: string
  repositoryName: string
  reference: ImageReference
}

/** The same image with another platform; null for none that is chosen. */
export function toPlatformPath(
  { alias, repositoryName, reference }: ImageLinks,
  platform: string | null,
): Route {
  const { tag, digest } = reference
  return imagePath(alias, repositoryName, { ...(tag === null ? { digest } : { tag }), platform })
}

/** A page of a list of packages or vulnerabilities, filtered and sorted. */
export function toContentsPath(links: ImageLinks, part: ImagePart, query: ContentsQuery): Route {
  return `${toPartPath(links, part)}${toContentsParams(query)}` as Route
}

/** The files of the image, a folder of them, or one. */
export function toTreePath(links: ImageLinks, query: Partial<TreeQuery>): Route {
  const part: ImagePart = { kind: 'list', list: 'tree', page: 1 }
  return `${toPartPath(links, part)}${toTreeParams({ ...firstTreeQuery, ...query })}` as Route
}

/** A part of the page, for the platform that is chosen; null for the page itself. */
export function toPartPath({ alias, repositoryName, reference }: ImageLinks, part: ImagePart | null): Route {
  const { tag, digest, platform } = reference
  return imagePath(alias, repositoryName, { ...(tag === null ? { digest } : { tag }), platform, part })
}
