/**
 * The rows of a page of tags as short lists, for what a page carries beside its HTML: a hundred rows repeat the same names, kinds and
 * platforms. Pure.
 */
import type { ListedTag, TagPage } from './select-tags.ts'

/** What many rows have in common, each once. */
type Shared = Pick<
  ListedTag,
  'type' | 'kind' | 'artifactMediaType' | 'line' | 'fold' | 'platforms' | 'attached' | 'signature'
>

/** Tag and others, hidden ones, digest, size, time, pulls, and the place of what it shares. */
type PackedRow = [string, number, string, number | null, number | null, number | null, number]

export interface PackedTagPage extends Omit<TagPage, 'rows'> {
  shared: Shared[]
  packed: PackedRow[]
}

/** Packs a page. */
export function packTagPage({ rows, ...page }: TagPage): PackedTagPage {
  const places = new Map<string, number>()
  const shared: Shared[] = []
  const packed = rows.map((row): PackedRow => {
    const { type, kind, artifactMediaType, line, fold, platforms, attached, signature } = row
    const one = { type, kind, artifactMediaType, line, fold, platforms, attached, signature }
    const key = JSON.stringify(one)
    const place = places.get(key) ?? shared.push(one) - 1
    places.set(key, place)
    const pushedMs = row.pushedAt === null ? null : Date.parse(row.pushedAt)
    // No tag has a space in it.
    const names = [row.tag, ...row.otherTags].join(' ')
    return [names, row.hiddenTagCount, row.digest, row.sizeBytes, pushedMs, row.pullCount, place]
  })
  return { ...page, shared, packed }
}

/** The page as it was. */
export function unpackTagPage({ shared, packed, ...page }: PackedTagPage): TagPage {
  const rows = packed.flatMap(([names, hiddenTagCount, digest, sizeBytes, pushedMs, pullCount, place]) => {
    const one = shared[place]
    const [tag = '', ...otherTags] = names.split(' ')
    if (one === undefined) return []
    const pushedAt = pushedMs === null ? null : new Date(pushedMs).toISOString()
    return [{ tag, otherTags, hiddenTagCount, digest, sizeBytes, pushedAt, pullCount, ...one }]
  })
  return { ...page, rows }
}
