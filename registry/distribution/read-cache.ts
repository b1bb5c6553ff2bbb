/**
 * Keeps what was read from the store until anything is written to it. One process owns the store, so nothing changes
 * behind its back; a pull, which writes nothing, is then answered without a query.
 */
import type { Store } from '#registry/store/open-store.ts'

export interface ReadCache {
  /**
   * The value under the key, read when it is not there.
   * @param toBytes about how much memory the value takes
   */
  read<Value>(key: string, read: () => Promise<Value>, toBytes: (value: Value) => number): Promise<Value>
}

const maxBytes = 32 * 1024 * 1024
/** What an entry takes beside its value. */
const entryBytes = 500

export function createReadCache(store: Store): ReadCache {
  const values = new Map<string, unknown>()
  let bytes = 0
  let generation = 0
  const clear = () => {
    values.clear()
    bytes = 0
  }
  store.onCommit(() => {
    generation += 1
    clear()
  })
  return {
    async read<Value>(key: string, read: () => Promise<Value>, toBytes: (value: Value) => number) {
      const known = values.get(key)
      if (known !== undefined) return known as Value
      const readAt = generation
      const value = await read()
      const size = toBytes(value) + entryBytes
      // What was read before a commit must not be kept behind it.
      if (readAt === generation && value !== undefined && size <= maxBytes / 8) {
        if (bytes + size > maxBytes) clear()
        bytes += size
        values.set(key, value)
      }
      return value
    },
  }
}
