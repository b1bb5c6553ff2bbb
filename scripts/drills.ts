/**
 * `npm run drills [-- NAME … --rounds N --requests N]`: what `npm test` tries a few times, tried often, with a table at the end.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { countFlag, readFlags } from './read-flags.ts'

/** The test of each, and what it is asked to do how often. */
const drills = {
  backup: { file: 'registry/domain/backup/backup.protocol.test.ts', of: 'rounds' },
  'failing-disk': { file: 'registry/failing-disk.protocol.test.ts', of: 'rounds' },
  'power-loss': { file: 'registry/power-loss.protocol.test.ts', of: 'rounds' },
  // A round is twelve seconds.
  cluster: { file: 'e2e/cluster.protocol.test.ts', of: 'rounds' },
  malformed: { file: 'e2e/malformed-flood.protocol.test.ts', of: 'requests' },
} as const

const { flags, names } = readFlags({
  usage: 'npm run drills -- [NAME …] [--rounds N] [--requests N]',
  flags: z.object({ rounds: countFlag.default(50), requests: countFlag.default(1_000_000) }),
  names: Object.keys(drills),
})
const rows = [['drill', 'times', 'result', 'seconds']]
for (const [name, drill] of Object.entries(drills)) {
  if (names.length > 0 && !names.includes(name)) continue
  const times = String(flags[drill.of])
  const begunAt = performance.now()
  const test = spawn('vitest', ['run', '--disable-console-intercept', '--project', 'protocol', drill.file], {
    stdio: 'inherit',
    env: childEnvironment({ DRILL_ROUNDS: times }),
  })
  const [code] = await once(test, 'exit')
  if (code !== 0) process.exitCode = 1
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(0)
  rows.push([name, times, code === 0 ? 'held' : 'FAILED', seconds])
}
for (const row of rows) console.log(row.map((cell) => cell.padEnd(14)).join(''))
