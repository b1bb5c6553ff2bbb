/**
 * Keeps what decides about access in memory, for as long as nothing of it changes. The store counts its changes
 * (`access_version`), and says when anything was committed: then the count is read again, before the next use of what is
 * kept. So that is never older than the last commit, and a pull is not held up by a query. Where several processes write, it is never
 * older than a second: who has not heard of the others for so long reads the count each time.
 */
import { LRUCache } from 'lru-cache'
import type { Store } from '#registry/store/open-store.ts'

export interface AccessCache {
  /**
   * What `load` once answered for the key, unless something about access has changed since.
   * @param toBytes about how much memory the value takes; without it, it is a small thing
   */
  read<Value>(key: string, load: () => Promise<Value>, toBytes?: (value: Value) => number): Promise<Value>
}

/** Strangers choose some of the keys, and publishers how long a policy is. */
const maxBytes = 16 * 1024 * 1024
/** A small thing, with its place. */
const entryBytes = 1_000

export function createAccessCache({
  policies,
  onCommit,
  peers,
}: Pick<Store, 'policies' | 'onCommit' | 'peers'>): AccessCache {
  const entries = new LRUCache<string, { value: unknown; bytes: number }>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }, key) => bytes + 2 * key.length + entryBytes,
  })
  let loadedVersion = -1
  let commits = 0
  /** As many commits as there had been when the count was last read. */
  let checkedCommits = -1
  onCommit(({ repositoryId }) => {
    // Images and tags of a repository decide about nothing.
    if (repositoryId === null) commits += 1
  })

  const checkVersion = async () => {
    const seenCommits = commits
    const version = await policies.getVersion()
    if (version !== loadedVersion) {
      entries.clear()
      loadedVersion = version
    }
    checkedCommits = seenCommits
  }

  return {
    async read<Value>(
      key: string,
      load: () => Promise<Value>,
      toBytes: (value: Value) => number = () => 0,
    ): Promise<Value> {
      if (checkedCommits !== commits || !peers.isCurrent()) await checkVersion()
      // Each key has one form of value: the caller's prefix says which.
      const entry = entries.get(key)
      if (entry !== undefined) return entry.value as Value
      const [version, commitsBefore] = [loadedVersion, commits]
      const value = await load()
      // What was read while something was committed may be of before or after it.
      if (version === loadedVersion && commitsBefore === commits)
        entries.set(key, { value, bytes: toBytes(value) })
      return value
    },
  }
}
