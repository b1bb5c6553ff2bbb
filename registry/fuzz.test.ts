/** Guards that readers of strangers' texts refuse in the way that they say they do, on inputs near real ones; `npm run fuzz` tries more. */
import { expect, test } from 'vitest'
import { fuzzTarget } from '#testing/registry/fuzz/fuzz-target.ts'
import { fuzzTargets } from '#testing/registry/fuzz/targets.ts'

const inputs = 300
const seed = 20_261_129

test.each(fuzzTargets)('$name: the corpus and inputs made from it', { timeout: 120_000 }, async (target) => {
  const { count, findings } = await fuzzTarget(target, seed, (count) => count >= inputs)
  expect(findings.map(({ problem, input }) => `${problem}\n${input.toString('base64')}`)).toEqual([])
  expect(count).toBe(inputs)
})
