/**
 * What stands at the address of an image, read once for a visit: the title asks as well as the page, as what is not there must not
 * have the title of what is.
 */
import { cache } from 'react'
import { firstContentsQuery } from '#lib/addresses/contents-query.ts'
import { type ImageAddress, parseImageRoute } from '#lib/addresses/image-reference.ts'
import { firstTreeQuery } from '#lib/addresses/tree-query.ts'
import { getImagePage, type ImagePage, type ImagePageResult } from '#lib/pages/image/get-image-page.ts'
import { keepImagePage } from '#lib/pages/keep-page.ts'
import { visit } from '#lib/runtime/visit.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import type { PartQuery, ShownPart } from '../parts/shown-part.ts'
import { toShownPart } from './part-view.tsx'

export type VisitedImage = Pick<ImageAddress, 'alias' | 'repositoryName'> & {
  /** When the oldest of what is shown was read (ISO 8601); null for just now. */
  asOf: string | null
} & (
    | { kind: 'no-reference' }
    | (Exclude<ImagePageResult, { kind: 'found' }> & { links: ImageLinks })
    | { kind: 'found'; links: ImageLinks; page: ImagePage; part: ShownPart | null }
    /** The image is there, but has no such part, or not so many pages of it. */
    | { kind: 'missing-part'; links: ImageLinks }
  )

const firstQuery: PartQuery = { contents: firstContentsQuery, tree: firstTreeQuery }

/** @param params of the route, as Next gives them */
export function visitImage(
  params: { reference: string; alias: string; repository: string[] },
  query: PartQuery = firstQuery,
): Promise<VisitedImage> {
  return readOnce(params.reference, params.alias, params.repository.join('/'), JSON.stringify(query))
}

/** By texts, which are compared by what they say. */
const readOnce = cache(
  async (segment: string, aliasSegment: string, path: string, queryText: string): Promise<VisitedImage> => {
    const query: PartQuery = JSON.parse(queryText)
    const { alias, repositoryName, reference } = parseImageRoute({
      reference: segment,
      alias: aliasSegment,
      repository: path.split('/'),
    })
    const names = { alias, repositoryName }
    if (reference === null) {
      await keepImagePage(alias, repositoryName)
      return { ...names, asOf: null, kind: 'no-reference' }
    }
    const links = { ...names, reference }
    const { result, asOf } = await visit(() => getImagePage(alias, repositoryName, reference))
    const visited = { ...names, asOf, links }
    if (result.kind !== 'found') return { ...visited, ...result }
    if (reference.part === null) return { ...visited, ...result, part: null }
    const part = await toShownPart(links, result.page, { part: reference.part, query })
    return part === null ? { ...visited, kind: 'missing-part' } : { ...visited, ...result, part }
  },
)
