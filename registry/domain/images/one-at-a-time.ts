/**
 * Work on one blob, one after the other: making it durable and noting it must not be mixed with deleting it. This is about the work of
 * one process; where there are several, `store.peers.alone` is around it.
 */

export interface OneAtATime {
  /** Runs when everything begun earlier under the same key has ended. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>
}

export function createOneAtATime(): OneAtATime {
  const tails = new Map<string, Promise<unknown>>()
  return {
    async run(key, work) {
      const before = tails.get(key) ?? Promise.resolve()
      const result = before.then(work, work)
      const tail = result.catch(() => {})
      tails.set(key, tail)
      try {
        return await result
      } finally {
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}
