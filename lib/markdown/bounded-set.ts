/** A set of keys that forgets the one that was asked for longest ago, so that strangers cannot make it grow. */

export interface BoundedSet {
  has(key: string): boolean
  add(key: string): void
}

export function createBoundedSet(maxSize: number): BoundedSet {
  const keys = new Set<string>()
  const refresh = (key: string) => {
    keys.delete(key)
    keys.add(key)
  }
  return {
    has(key) {
      const known = keys.has(key)
      if (known) refresh(key)
      return known
    },
    add(key) {
      refresh(key)
      const [oldest] = keys
      if (keys.size > maxSize && oldest !== undefined) keys.delete(oldest)
    },
  }
}
