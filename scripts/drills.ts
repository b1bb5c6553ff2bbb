/**
 * `npm run drills [-- NAME … --rounds N]`: what `npm test` tries a few times, tried often, with a table at the end.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'

const drills: Record<string, string> = {
  backup: 'registry/domain/backup/backup.protocol.test.ts',
  'failing-disk': 'registry/failing-disk.protocol.test.ts',
  'power-loss': 'registry/power-loss.protocol.test.ts',
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '50' } },
})
const names = positionals.length > 0 ? positionals : Object.keys(drills)
const rows = [['drill', 'rounds', 'result', 'seconds']]
for (const name of names) {
  const file = drills[name]
  if (file === undefined) {
    console.error(`There is no drill ${name}; there are: ${Object.keys(drills).join(', ')}.`)
    process.exit(2)
  }
  const begunAt = performance.now()
  const test = spawn('vitest', ['run', '--project', 'protocol', file], {
    stdio: 'inherit',
    env: childEnvironment({ DRILL_ROUNDS: values.rounds }),
  })
  const [code] = await once(test, 'exit')
  if (code !== 0) process.exitCode = 1
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(0)
  rows.push([name, values.rounds, code === 0 ? 'held' : 'FAILED', seconds])
}
for (const row of rows) console.log(row.map((cell) => cell.padEnd(14)).join(''))
