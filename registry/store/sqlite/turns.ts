/** Turns at something that only one can have at a time, in the order in which they were asked for. */

export interface Turns {
  /** Returns when it is the caller's turn, with the function that ends it. */
  take(): Promise<() => void>
  /** Runs something in a turn of its own. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result>
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  const take = async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return resolve
  }
  return {
    take,
    async run(work) {
      const endTurn = await take()
      try {
        return await work()
      } finally {
        endTurn()
      }
    },
  }
}
