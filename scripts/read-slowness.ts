/**
 * How much longer than usual this machine takes for the same computing at the moment: processors that share a core, or a host with others,
 * lose half of their speed and more. A bound in milliseconds is for the usual speed, and a machine that is slow as a whole is no fault.
 */

/**
 * What the work below takes twice at its best on the machine that the bounds in milliseconds were set on, in milliseconds: 28, 32, 32 and 40
 * in four runs of 60 readings.
 */
const usualMs = 32
/** Beyond this something else is wrong. */
const mostSlowness = 5

let text: string | null = null

/** Made when it is needed first: most who load this never ask. */
function makeText(): string {
  text ??= JSON.stringify(
    Array.from({ length: 16_000 }, (_, at) => ({
      name: `layer-${at}`,
      digest: 'a'.repeat(64),
      size: at * 7,
      list: [at, at + 1],
    })),
  )
  return text
}

/**
 * Milliseconds that this thread computed while something ran, as they would be at the usual speed: what the machine does right before and
 * right after says how slow it was meanwhile.
 * @param run returns what it took, in milliseconds
 */
export function toUsualMs(run: () => number): number {
  const before = readWorkMs()
  return run() / toSlowness(before, readWorkMs())
}

/** The same of something that is waited for. */
export async function toUsualMsAfter(run: () => Promise<number>): Promise<number> {
  const before = readWorkMs()
  return (await run()) / toSlowness(before, readWorkMs())
}

/** 1 at the usual speed and above it, 2 where everything takes twice as long. */
function toSlowness(...workMs: readonly number[]): number {
  const mean = workMs.reduce((sum, ms) => sum + ms, 0) / workMs.length
  return Math.min(mostSlowness, Math.max(1, mean / usualMs))
}

let isWarm = false

function readWorkMs(): number {
  // The compiler has its share of the first ones.
  if (!isWarm) for (let run = 0; run < 3; run += 1) work()
  isWarm = true
  const before = process.threadCpuUsage()
  // Twice, as some clocks of a thread's computing tick every four milliseconds.
  work()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** What programs like these do most: read, cut and write texts and objects. */
function work(): number {
  let length = 0
  for (const one of JSON.parse(makeText())) length += one.name.split('-').length + JSON.stringify(one).length
  return length
}
