/**
 * What was read last of repositories and images, for the time when their source is slow or away: in memory, bounded in bytes,
 * what was not used for longest going first. A visitor waits for a source only so long, and is then told how old the copy is.
 */
export interface Known<Value> {
  value: Value
  /** When it was read; null for what was read just now. */
  asOfMs: number | null
}

export interface LastKnown {
  /**
   * Reads, and keeps what was read; or gives what was kept, when that fails or takes longer than `waitMs`.
   * @param read null for what is not there, which is then forgotten
   * @throws what `read` threw, or a SourceSilentError, when nothing is known
   */
  get<Value>(key: string, read: () => Promise<Value>, options: ReadOptions<Value>): Promise<Known<Value>>
}

export interface ReadOptions<Value> {
  waitMs: number
  /** About how much memory it takes. */
  toSizeBytes: (value: Value) => number
  /** True for trouble that is not the fault of what was asked for. */
  isPassing: (error: unknown) => boolean
}

/** The source gave no answer in the time that a visitor can be asked to wait. */
class SourceSilentError extends Error {
  override name = 'SourceSilentError'
}

interface Entry {
  value: unknown
  readAtMs: number
  sizeBytes: number
}

/** What an entry takes beside its value: its key's object, and its place in the map. */
const entryBytes = 300

const late = Symbol('late')

/** Makes an empty store of about `maxBytes`. What would fill more than a quarter of it is not kept. */
export function createLastKnown({
  maxBytes,
  now = Date.now,
}: {
  maxBytes: number
  now?: () => number
}): LastKnown {
  // In the order of their last use.
  const entries = new Map<string, Entry>()
  let totalBytes = 0
  // Readings that have taken too long and are still going on: nobody waits for them, and no second one is begun.
  const overdue = new Map<string, Promise<unknown>>()

  const remove = (key: string) => {
    totalBytes -= entries.get(key)?.sizeBytes ?? 0
    entries.delete(key)
  }
  const keep = (key: string, value: unknown, sizeBytes: number) => {
    remove(key)
    const own = sizeBytes + 2 * key.length + entryBytes
    if (value === null || own > maxBytes / 4) return
    entries.set(key, { value, readAtMs: now(), sizeBytes: own })
    totalBytes += own
    for (const oldest of entries.keys()) {
      if (totalBytes <= maxBytes) break
      remove(oldest)
    }
  }
  const recall = <Value>(key: string): Known<Value> | null => {
    const entry = entries.get(key)
    if (entry === undefined) return null
    entries.delete(key)
    entries.set(key, entry)
    // Only ever written under the same key, and so by the same kind of reading.
    return { value: entry.value as Value, asOfMs: entry.readAtMs }
  }

  return {
    get: async (key, read, { waitMs, toSizeBytes, isPassing }) => {
      const silent = () => new SourceSilentError(`The source has given no answer in ${waitMs} ms.`)
      if (overdue.has(key)) {
        const known = recall<Awaited<ReturnType<typeof read>>>(key)
        if (known === null) throw silent()
        return known
      }
      const reading = read().then((value) => {
        keep(key, value, value === null ? 0 : toSizeBytes(value))
        return value
      })
      try {
        const value = await withDeadline(reading, waitMs)
        if (value !== late) return { value, asOfMs: null }
      } catch (error) {
        const known = isPassing(error) ? recall<Awaited<ReturnType<typeof read>>>(key) : null
        if (known === null) throw error
        return known
      }
      const forget = () => overdue.delete(key)
      overdue.set(key, reading)
      reading.then(forget, forget)
      const known = recall<Awaited<ReturnType<typeof read>>>(key)
      if (known === null) throw silent()
      return known
    },
  }
}

async function withDeadline<Value>(reading: Promise<Value>, waitMs: number): Promise<Value | typeof late> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), waitMs)
  })
  try {
    return await Promise.race([reading, deadline])
  } finally {
    clearTimeout(timer)
  }
}
