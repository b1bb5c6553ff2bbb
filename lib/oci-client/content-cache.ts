/** Keeps what is known by its digest, and so never changes, as long as there is room; the least recently used goes first. */

export interface ContentCache<Content> {
  get(key: string): Content | null
  set(key: string, content: Content, sizeBytes: number): void
}

/** What an entry takes beside its content: its key's object, and its place in the map. */
const entryBytes = 300

/** Makes an empty cache of about `maxBytes`. What would fill more than a quarter of it is not kept. */
export function createContentCache<Content>({ maxBytes }: { maxBytes: number }): ContentCache<Content> {
  const entries = new Map<string, { content: Content; sizeBytes: number }>()
  let total = 0
  const remove = (key: string) => {
    total -= entries.get(key)?.sizeBytes ?? 0
    entries.delete(key)
  }
  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry === undefined) return null
      entries.delete(key)
      entries.set(key, entry)
      return entry.content
    },
    set: (key, content, sizeBytes) => {
      remove(key)
      const own = sizeBytes + 2 * key.length + entryBytes
      if (own > maxBytes / 4) return
      entries.set(key, { content, sizeBytes: own })
      total += own
      for (const oldest of entries.keys()) {
        if (total <= maxBytes) break
        remove(oldest)
      }
    },
  }
}
