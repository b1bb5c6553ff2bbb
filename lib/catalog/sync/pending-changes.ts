/**
 * Changes that the feed has told and the index does not have yet. Somebody who changes many repositories at once keeps nobody waiting:
 * the next ones are taken from every registry in turn, and of each registry from both ends, so that what has just been changed is read
 * soon, and what waits longest is reached.
 */
import type { ChangePage } from '#lib/sources/ecr-public/gallery-extension.ts'
import type { RepositoryRef } from '../store/catalog-writer.ts'

export interface PendingChange extends RepositoryRef {
  sequence: number
  /** ISO 8601. */
  at: string
}

export interface PendingChanges {
  /** How many repositories wait, each once however often it changed. */
  readonly size: number
  /** What names a registry and no repository is left out. */
  add(changes: ChangePage['changes']): void
  /** Takes at most so many out. */
  take(limit: number): PendingChange[]
  /** The sequence of the earliest that waits; null when none does. */
  findFirst(): number | null
}

/**
 * @example
 * const pending = createPendingChanges()
 * pending.add(page.changes)
 * for (const { registryId, repositoryName } of pending.take(100)) …
 */
export function createPendingChanges(): PendingChanges {
  // A map keeps the order in which keys were added, so that the registry that was served last is the last one.
  const registries = new Map<string, RegistryQueue>()

  return {
    get size() {
      let size = 0
      for (const queue of registries.values()) size += queue.size()
      return size
    },
    add(changes) {
      for (const { registryId, repositoryName, sequence, at } of changes) {
        if (repositoryName === null) continue
        let queue = registries.get(registryId)
        if (queue === undefined) {
          queue = createRegistryQueue()
          registries.set(registryId, queue)
        }
        queue.add({ registryId, repositoryName, sequence, at })
      }
    },
    take(limit) {
      const taken: PendingChange[] = []
      while (taken.length < limit && registries.size > 0) {
        const [[registryId, queue] = []] = registries
        if (registryId === undefined || queue === undefined) break
        registries.delete(registryId)
        const next = queue.take()
        if (next !== null) taken.push(next)
        if (queue.size() > 0) registries.set(registryId, queue)
      }
      return taken
    },
    findFirst() {
      let first = Number.POSITIVE_INFINITY
      for (const queue of registries.values()) first = Math.min(first, queue.findFirst())
      return first === Number.POSITIVE_INFINITY ? null : first
    },
  }
}

interface RegistryQueue {
  size(): number
  add(change: PendingChange): void
  /** The newest and the oldest in turn; null when it is empty. */
  take(): PendingChange | null
  /** Infinite when it is empty. */
  findFirst(): number
}

/** Changes of one registry, in the feed's order. */
function createRegistryQueue(): RegistryQueue {
  const byName = new Map<string, PendingChange>()
  let ordered: PendingChange[] = []
  let first = 0
  let isNewestNext = true

  /** A repository that has changed again since waits at its later place alone. */
  const isLive = (change: PendingChange | undefined) =>
    change !== undefined && byName.get(change.repositoryName) === change
  const trim = () => {
    while (first < ordered.length && !isLive(ordered[first])) first += 1
    while (ordered.length > first && !isLive(ordered.at(-1))) ordered.pop()
  }

  return {
    size: () => byName.size,
    add(change) {
      byName.set(change.repositoryName, change)
      ordered.push(change)
      // What has been taken from the front, or has changed again, does not pile up.
      if (ordered.length > 2 * byName.size + 16) {
        ordered = ordered.slice(first).filter(isLive)
        first = 0
      }
    },
    take() {
      trim()
      const change = isNewestNext ? ordered.pop() : ordered[first]
      if (change === undefined) return null
      if (!isNewestNext) first += 1
      isNewestNext = !isNewestNext
      byName.delete(change.repositoryName)
      trim()
      return change
    },
    findFirst() {
      trim()
      return ordered[first]?.sequence ?? Number.POSITIVE_INFINITY
    },
  }
}
