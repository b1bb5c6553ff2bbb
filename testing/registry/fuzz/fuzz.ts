/**
 * `npm run fuzz [-- NAME …] [--for=SECONDS] [--seed=NUMBER]`: readers of strangers' texts, within this process and in both running
 * programs (`programs`), with inputs that nobody has thought of. The time is shared among what is named. Prints its seed, and each
 * finding with its input in base64, which belongs into the corpus once it is mended. Exits with 1 when there is one.
 */
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { readFlags } from '../../../scripts/read-flags.ts'
import { fuzzPrograms } from './fuzz-programs.ts'
import { type Finding, fuzzTarget } from './fuzz-target.ts'
import { fuzzTargets } from './targets.ts'

const programs = 'programs'
const maxShown = 20_000

const all = [...fuzzTargets.map(({ name }) => name), programs]
const { flags, names } = readFlags({
  usage: 'npm run fuzz -- [NAME …] [--for SECONDS] [--seed NUMBER]',
  flags: z.object({
    for: z.coerce.number('takes a number').positive('takes a number above 0').default(60),
    seed: z.coerce
      .number('takes a number')
      .int('takes a whole number')
      .default(() => randomInt(2 ** 31)),
  }),
  names: all,
})
const { seed } = flags

console.log(`seed ${seed}`)
const chosen = names.length > 0 ? names : all
const shareMs = (flags.for * 1_000) / chosen.length
for (const name of chosen) {
  const { count, findings } = await fuzzOne(name)
  console.log(`${name.padEnd(12)}${String(count).padStart(9)} inputs  ${findings.length} findings`)
  for (const finding of findings) report(finding)
  if (findings.length > 0) process.exitCode = 1
}

/** The time begins with the first input: programs have to start before. */
function fuzzOne(name: string): Promise<{ count: number; findings: Finding[] }> {
  let endsAt: number | null = null
  const isOver = () => {
    endsAt ??= performance.now() + shareMs
    return performance.now() >= endsAt
  }
  const target = fuzzTargets.find((one) => one.name === name)
  return target === undefined ? fuzzPrograms(seed, isOver) : fuzzTarget(target, seed, isOver)
}

function report({ target, problem, input }: Finding): void {
  const text = input.toString('base64')
  const shown = text.length > maxShown ? `${text.slice(0, maxShown)}… (${input.length} bytes)` : text
  console.error(`FOUND in ${target} with seed ${seed}: ${problem}\n  input: ${shown}`)
}
