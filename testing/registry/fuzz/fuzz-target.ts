/** Gives one reader input after input, and says which it does not take as it should. */
import { readdirSync, readFileSync } from 'node:fs'
import { createMutator } from './mutate.ts'
import type { FuzzTarget } from './targets.ts'

export interface Finding {
  target: string
  problem: string
  input: Buffer
}

/** Longer than any turn may take, also on a machine that others use. */
const longestMs = 1_000
const attempts = 3
const defaultMaxBytes = 64 * 1024

/** The inputs that are kept for a reader: what it is for, and what it once did not take. */
function readCorpus(name: string): Buffer[] {
  const folder = new URL(`corpus/${name}/`, import.meta.url)
  return readdirSync(folder)
    .sort()
    .map((file) => readFileSync(new URL(file, folder)))
}

/**
 * The corpus itself, and then inputs made from it.
 * @param isOver asked before each input with how many there were
 */
export async function fuzzTarget(
  target: FuzzTarget,
  seed: number,
  isOver: (count: number) => boolean,
): Promise<{ count: number; findings: Finding[] }> {
  const corpus = readCorpus(target.name)
  const mutator = createMutator(corpus, seed, target.maxBytes ?? defaultMaxBytes)
  const findings: Finding[] = []
  let count = 0
  while (!isOver(count) && findings.length < 10) {
    const input = corpus[count] ?? mutator.next()
    count += 1
    const problem = await findProblem(target, input)
    if (problem !== null) findings.push({ target: target.name, problem, input })
  }
  return { count, findings }
}

async function findProblem(target: FuzzTarget, input: Buffer): Promise<string | null> {
  let leastMs = Number.POSITIVE_INFINITY
  for (let left = attempts; left > 0; left--) {
    const before = process.threadCpuUsage()
    try {
      await target.run(input)
    } catch (error) {
      const isRefusal = target.refuses !== undefined && error instanceof target.refuses
      if (!isRefusal) return error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    const { user, system } = process.threadCpuUsage(before)
    leastMs = Math.min(leastMs, (user + system) / 1_000)
    // A collection of garbage or the compiler may fall into any of them.
    if (leastMs <= longestMs) return null
  }
  return `It took ${leastMs.toFixed()} ms of a processor.`
}
