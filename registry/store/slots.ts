/** Turns for a few at a time; whoever comes when all are taken waits, the longest first. */
import { StoreBusyError } from './store-error.ts'

export interface Slots {
  /**
   * Waits for a turn.
   * @returns what ends it
   * @throws {StoreBusyError} when none comes
   */
  enter(): Promise<() => void>
}

/** @param message of the error, for an operator */
export function createSlots(max: number, waitMs: number, message: string): Slots {
  const waiting: (() => void)[] = []
  let taken = 0
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) taken -= 1
    else next()
  }
  const wait = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const next = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(next), 1)
      reject(new StoreBusyError(message))
    }, waitMs)
    waiting.push(next)
    return promise
  }
  return {
    async enter() {
      if (taken < max) taken += 1
      else await wait()
      let isIn = true
      return () => {
        if (isIn) leave()
        isIn = false
      }
    },
  }
}
