/**
 * Turns at what only a few may do at a time, shared evenly among those who ask: whoever asks for much waits for its own, and not in front
 * of everybody else.
 */
export interface Turns {
  /** Resolves when it is the caller's turn. @param of who asks, such as the alias of a registry */
  take(of: string): Promise<void>
  /** Ends a turn that was taken. */
  give(): void
  /** True when one more of this asker would not be waited for. */
  isFull(of: string): boolean
}

/**
 * @param concurrency how many turns there are at a time
 * @param maxWaiting how many may wait in all, and `maxOfOne` of one asker
 */
export function createTurns({
  concurrency,
  maxWaiting,
  maxOfOne,
}: {
  concurrency: number
  maxWaiting: number
  maxOfOne: number
}): Turns {
  /** By asker; whose turn came last stands last. */
  const waiting = new Map<string, (() => void)[]>()
  let running = 0
  let total = 0
  return {
    async take(of) {
      if (running < concurrency) {
        running += 1
        return
      }
      total += 1
      await new Promise<void>((resolve) => {
        const own = waiting.get(of)
        if (own) own.push(resolve)
        else waiting.set(of, [resolve])
      })
    },
    give() {
      const first = waiting.entries().next().value
      if (first === undefined) {
        running -= 1
        return
      }
      const [of, own] = first
      const next = own.shift()
      waiting.delete(of)
      if (own.length > 0) waiting.set(of, own)
      total -= 1
      next?.()
    },
    isFull: (of) => total >= maxWaiting || (waiting.get(of)?.length ?? 0) >= maxOfOne,
  }
}
