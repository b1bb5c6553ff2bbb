/**
 * Keeps what decides about access in memory, for as long as nothing of it changes. The store counts its changes
 * (`access_version`); the count is read each time, so that what is kept is never older than the last commit.
 */
import type { Kysely } from 'kysely'
import type { Database } from '#registry/store/schema.ts'

export interface AccessCache {
  /** What `load` once answered for the key, unless something about access has changed since. */
  read<Value>(key: string, load: () => Promise<Value>): Promise<Value>
}

/** Small things, but strangers choose some of the keys. */
const maxEntries = 10_000

export function createAccessCache(db: Kysely<Database>): AccessCache {
  const entries = new Map<string, unknown>()
  let loadedVersion = -1
  // Compiled once: it is asked several times in each request.
  const versionQuery = db.selectFrom('access_version').select('version').compile()
  return {
    async read<Value>(key: string, load: () => Promise<Value>): Promise<Value> {
      const { rows } = await db.executeQuery(versionQuery)
      const version = rows[0]?.version
      if (version === undefined) throw new Error('The store does not count changes of access.')
      if (version !== loadedVersion) {
        entries.clear()
        loadedVersion = version
      }
      // Each key has one form of value: the caller's prefix says which.
      if (entries.has(key)) return entries.get(key) as Value
      const value = await load()
      // What was read after a change may be kept only under the count after it.
      if (version === loadedVersion) {
        if (entries.size >= maxEntries) entries.clear()
        entries.set(key, value)
      }
      return value
    },
  }
}
