/**
 * Keeps what was read from the store for as long as nothing of it changes, so that a pull, which writes nothing, is answered
 * without a query. The store tells of every change, also of other processes; where it has not heard of those for a second, nothing that
 * is kept counts. A push to one repository leaves what is kept of the others.
 */
import type { Store } from '#registry/store/open-store.ts'

export interface ReadCache {
  /**
   * The value under the key, read when it is not there.
   * @param repositoryId of what it was read from; null when anything may change it
   * @param toBytes about how much memory the value takes
   */
  read<Value>(
    repositoryId: number | null,
    key: string,
    read: () => Promise<Value>,
    toBytes: (value: Value) => number,
  ): Promise<Value>
}

/** Of all read caches of this process, for its metrics. */
export const readCacheCounts = { hits: 0, misses: 0 }

const maxBytes = 32 * 1024 * 1024
/** What an entry takes beside its value, and what all of a repository take beside them. */
const entryBytes = 500

/** What is kept of one repository, or of none. */
interface Shelf {
  values: Map<string, unknown>
  bytes: number
}

export function createReadCache(
  store: Pick<Store, 'onCommit'> & { peers: Pick<Store['peers'], 'isCurrent'> },
): ReadCache {
  const shelves = new Map<number | null, Shelf>()
  let bytes = 0
  const drop = (repositoryId: number) => {
    bytes -= shelves.get(repositoryId)?.bytes ?? 0
    shelves.delete(repositoryId)
  }
  const clear = () => {
    shelves.clear()
    bytes = 0
  }
  store.onCommit(({ repositoryId }) => {
    if (repositoryId === null) clear()
    else drop(repositoryId)
  })
  const open = (repositoryId: number | null): Shelf => {
    const known = shelves.get(repositoryId)
    if (known !== undefined) return known
    const shelf = { values: new Map(), bytes: entryBytes }
    shelves.set(repositoryId, shelf)
    bytes += entryBytes
    return shelf
  }
  return {
    async read<Value>(
      repositoryId: number | null,
      key: string,
      read: () => Promise<Value>,
      toBytes: (value: Value) => number,
    ) {
      if (!store.peers.isCurrent()) {
        readCacheCounts.misses += 1
        return read()
      }
      const shelf = open(repositoryId)
      const known = shelf.values.get(key)
      if (known !== undefined) {
        readCacheCounts.hits += 1
        return known as Value
      }
      readCacheCounts.misses += 1
      const value = await read()
      const size = toBytes(value) + entryBytes
      // What was read before a commit must not be kept behind it: the shelf is another one then.
      if (shelves.get(repositoryId) === shelf && value !== undefined && size <= maxBytes / 8) {
        if (bytes + size > maxBytes) clear()
        const kept = open(repositoryId)
        kept.values.set(key, value)
        kept.bytes += size
        bytes += size
      }
      return value
    },
  }
}
