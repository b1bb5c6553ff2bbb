/**
 * `npm run drills [-- NAME … --rounds N --requests N]`: what `npm test` tries a few times, tried often, with a table at the end.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'

/** The test of each, and what it is asked to do how often. */
const drills: Record<string, { file: string; of: 'rounds' | 'requests' }> = {
  backup: { file: 'registry/domain/backup/backup.protocol.test.ts', of: 'rounds' },
  'failing-disk': { file: 'registry/failing-disk.protocol.test.ts', of: 'rounds' },
  'power-loss': { file: 'registry/power-loss.protocol.test.ts', of: 'rounds' },
  // A round is twelve seconds.
  cluster: { file: 'e2e/cluster.protocol.test.ts', of: 'rounds' },
  malformed: { file: 'e2e/malformed-flood.protocol.test.ts', of: 'requests' },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '50' },
    requests: { type: 'string', default: '1000000' },
  },
})
const names = positionals.length > 0 ? positionals : Object.keys(drills)
const rows = [['drill', 'times', 'result', 'seconds']]
for (const name of names) {
  const drill = drills[name]
  if (drill === undefined) {
    console.error(`There is no drill ${name}; there are: ${Object.keys(drills).join(', ')}.`)
    process.exit(2)
  }
  const begunAt = performance.now()
  const test = spawn('vitest', ['run', '--disable-console-intercept', '--project', 'protocol', drill.file], {
    stdio: 'inherit',
    env: childEnvironment({ DRILL_ROUNDS: values[drill.of] }),
  })
  const [code] = await once(test, 'exit')
  if (code !== 0) process.exitCode = 1
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(0)
  rows.push([name, values[drill.of], code === 0 ? 'held' : 'FAILED', seconds])
}
for (const row of rows) console.log(row.map((cell) => cell.padEnd(14)).join(''))
