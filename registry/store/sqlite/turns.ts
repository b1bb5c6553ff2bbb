/** Turns at something that only one can have at a time, in the order in which they were asked for. */

export interface Turns {
  /** Returns when it is the caller's turn, with the function that ends it. */
  take(): Promise<() => void>
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return {
    async take() {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      return resolve
    },
  }
}
