/**
 * Measures what a function costs and how that grows with its input, for the tests which guard that no text of a stranger
 * holds up an event loop. It counts the time that this thread computed, so that a machine that is busy with other things makes
 * nothing look slower.
 */
import { toUsualMs } from './read-slowness.ts'

/** Nothing of a stranger's may take longer at once, in milliseconds. */
export const longestTurnMs = 50

/** Below this the clock is too coarse to say how a cost grows. */
const noticeableMs = 12
const tries = 3
/** A machine that is slow at the moment is asked again. */
const confirmations = 5

/** Milliseconds of computing: the least of three, as the compiler and the garbage collector run meanwhile. */
export function measureCost(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let left = tries; left > 0; left -= 1) {
    least = Math.min(least, measureOnce(run))
    // What is cheap needs no second opinion.
    if (least < noticeableMs) break
  }
  return least
}

export interface Growth {
  /** The longest input that is let in. */
  maxLength: number
  /** Makes an input of about this length; what is let in longer is the function's to bound. */
  toInput: (length: number) => string
  run: (input: string) => unknown
}

/**
 * What is wrong with how the cost grows from an eighth of the greatest length to the whole of it: null when it is about linear
 * and ends within a turn.
 */
export function findExcess({ maxLength, toInput, run }: Growth): string | null {
  let before = 0
  let shorter = ''
  for (const share of [8, 4, 2, 1]) {
    const input = toInput(Math.ceil(maxLength / share))
    const cost = measureCost(() => run(input))
    if (cost > longestTurnMs && isLongerThanATurn(() => run(input)))
      return `${input.length} characters took ${cost.toFixed()} ms`
    const half = shorter
    const isSteep = before >= noticeableMs && cost > before * steepFactor
    if (
      isSteep &&
      isSteepWhenever(
        () => run(half),
        () => run(input),
      )
    )
      return `${input.length} characters took ${cost.toFixed()} ms, half of them ${before.toFixed()} ms`
    before = cost
    shorter = input
  }
  return null
}

/** Twice the input may cost twice as much, and some more where memory has to be found. */
const steepFactor = 3.2

/** Whether it is, as often as it is tried. */
function isSteepWhenever(runHalf: () => unknown, runWhole: () => unknown): boolean {
  for (let left = confirmations; left > 0; left -= 1) {
    if (measureCost(runWhole) <= measureCost(runHalf) * steepFactor) return false
  }
  return true
}

/** Whether something holds up an event loop for longer than it may, whenever it is tried. */
function isLongerThanATurn(run: () => unknown): boolean {
  for (let left = confirmations; left > 0; left -= 1) {
    if (toUsualMs(() => measureOnce(run)) <= longestTurnMs) return false
  }
  return true
}

function measureOnce(run: () => unknown): number {
  const before = readThreadMs()
  run()
  return readThreadMs() - before
}

function readThreadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** What texts of a kind are made of; small, so that what repeats itself is found. */
export function toPumped([beginning, part, end]: readonly string[], length: number): string {
  const repeated = part === undefined || part === '' ? ' ' : part
  return `${beginning}${repeated.repeat(Math.ceil(length / repeated.length))}${end}`
}
