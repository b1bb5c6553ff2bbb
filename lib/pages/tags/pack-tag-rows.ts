/**
 * The rows of a page of tags as short lists, for what a page carries beside its HTML: a hundred rows repeat the same names, kinds and
 * platforms. Pure.
 */
import type { ListedTag, TagPage } from './select-tags.ts'

/** What many rows have in common, each once. */
type Shared = Pick<ListedTag, 'type' | 'kind' | 'artifactMediaType' | 'platforms' | 'attached' | 'signature'>
type Place = Pick<ListedTag, 'line' | 'fold'>

/** Tag and others, hidden ones, digest, size, time, pulls, and where what it shares and its place are. */
type PackedRow = [string, number, string, number | null, number | null, number | null, number, number]

export interface PackedTagPage extends Omit<TagPage, 'rows'> {
  shared: Shared[]
  places: Place[]
  packed: PackedRow[]
}

/** Packs a page. */
export function packTagPage({ rows, ...page }: TagPage): PackedTagPage {
  const shared = createList<Shared>()
  const places = createList<Place>()
  const packed = rows.map((row): PackedRow => {
    const { type, kind, artifactMediaType, line, fold, platforms, attached, signature } = row
    const one = shared.add({ type, kind, artifactMediaType, platforms, attached, signature })
    const place = places.add({ line, fold })
    const pushedMs = row.pushedAt === null ? null : Date.parse(row.pushedAt)
    // No tag has a space in it.
    const names = [row.tag, ...row.otherTags].join(' ')
    return [names, row.hiddenTagCount, row.digest, row.sizeBytes, pushedMs, row.pullCount, one, place]
  })
  return { ...page, shared: shared.items, places: places.items, packed }
}

/** Each item once, by where it stands. */
function createList<Item>() {
  const items: Item[] = []
  const known = new Map<string, number>()
  return {
    items,
    add(item: Item): number {
      const key = JSON.stringify(item)
      const at = known.get(key) ?? items.push(item) - 1
      known.set(key, at)
      return at
    },
  }
}

/** The page as it was. */
export function unpackTagPage({ shared, places, packed, ...page }: PackedTagPage): TagPage {
  const rows = packed.flatMap(
    ([names, hiddenTagCount, digest, sizeBytes, pushedMs, pullCount, at, placeAt]) => {
      const [one, place] = [shared[at], places[placeAt]]
      const [tag = '', ...otherTags] = names.split(' ')
      if (one === undefined || place === undefined) return []
      const pushedAt = pushedMs === null ? null : new Date(pushedMs).toISOString()
      return [{ tag, otherTags, hiddenTagCount, digest, sizeBytes, pushedAt, pullCount, ...one, ...place }]
    },
  )
  return { ...page, rows }
}
