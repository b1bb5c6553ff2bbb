/**
 * Which of an image's files a visitor looks at: `&part=tree&path=usr/lib&sort=size`, `&layer=3` for what one layer does, and `&filter=ssl` for
 * everything below a folder with this in its path. Whatever an address says becomes a bounded, usable query; nothing here throws.
 */
import { toInnerPath } from '#lib/layers/layer-entry.ts'
import { readFirst, type SearchParamsInput } from './search-params.ts'

export interface TreeQuery {
  /** Of a folder or a file, without a slash at either end; empty for the root. */
  path: string
  /** From 1; null for all of them together. */
  layer: number | null
  /** Part of a path, in any case; empty for what is right in the folder. */
  filter: string
  sort: 'name' | 'size'
}

export const firstTreeQuery: TreeQuery = { path: '', layer: null, filter: '', sort: 'name' }

/** The parameters that make a page of files one of its own. */
export const TREE_QUERY_PARAMETERS = ['path', 'layer', 'filter', 'sort'] as const

const maxFilterLength = 128
/** What an address can hold, once it is encoded. */
const maxEncodedPath = 6_000

/** Reads a query from an address. */
export function parseTreeQuery(input: SearchParamsInput): TreeQuery {
  const layer = readFirst(input, 'layer')
  return {
    path: toInnerPath(readFirst(input, 'path')) ?? '',
    layer: /^[1-9]\d{0,2}$/.test(layer) ? Number(layer) : null,
    filter: readFirst(input, 'filter').toWellFormed().slice(0, maxFilterLength).trim(),
    sort: readFirst(input, 'sort') === 'size' ? 'size' : 'name',
  }
}

/** The inverse of `parseTreeQuery`, to be added to the address of a part; empty for the first query. */
export function toTreeParams({ path, layer, filter, sort }: TreeQuery): string {
  const params = new URLSearchParams()
  if (path !== '') params.set('path', path)
  if (layer !== null) params.set('layer', String(layer))
  if (filter !== '') params.set('filter', filter)
  if (sort !== 'name') params.set('sort', sort)
  const text = params.toString().replaceAll('%2F', '/')
  return text === '' ? '' : `&${text}`
}

/** True for a path that is short enough to have an address. */
export function hasAddress(path: string): boolean {
  return path.length <= maxEncodedPath / 9 || encodeURIComponent(path.toWellFormed()).length <= maxEncodedPath
}
