/** Buffers for parts of objects, used again and again, and turns among those who fill them: memory does not grow with what is pushed. */
import { createSlots } from '../../slots.ts'

/** Of every part of an object but its last: the least that every service takes. */
export const partBytes = 5 * 1024 * 1024
/** Pushes that fill a buffer at one moment; each may have two more on their way. */
const maxFillers = 64
const keptBuffers = 32
const waitMs = 30_000

export interface PartBuffers {
  take(): Buffer
  giveBack(buffer: Buffer): void
  /**
   * Waits for a turn to fill buffers.
   * @returns what ends the turn
   * @throws {StoreBusyError} when none comes
   */
  enter(): Promise<() => void>
}

export function createPartBuffers(): PartBuffers {
  const free: Buffer[] = []
  const turns = createSlots(maxFillers, waitMs, 'Too many layers are being pushed at this moment.')
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(partBytes),
    giveBack(buffer) {
      if (free.length < keptBuffers) free.push(buffer)
    },
    enter: turns.enter,
  }
}
