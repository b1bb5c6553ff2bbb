/**
 * `npm run soak [-- --minutes N]`: an hour of mixed load, with everything that goes on beside it and a restart every few minutes. Prints its
 * report as a table; exits with 1 when something failed.
 */
import { z } from 'zod'
import { readFlags } from '../../../scripts/read-flags.ts'
import { runSoak } from './run-soak.ts'
import { toSoakTable } from './to-soak-table.ts'

const { flags } = readFlags({
  usage: 'npm run soak -- [--minutes N]',
  flags: z.object({
    minutes: z.coerce.number('takes a number').positive('takes a number above 0').default(60),
  }),
})
const forMs = flags.minutes * 60_000
const startedAt = performance.now()
const report = await runSoak({
  forMs,
  // Every few minutes, and in a short one a few times all the same.
  restartMs: Math.min(180_000, forMs / 5),
  backupMs: Math.min(240_000, forMs / 4),
  pauseMs: 20,
  say: (line) => console.log(`${Math.round((performance.now() - startedAt) / 1000)} s  ${line}`),
})
for (const line of toSoakTable(report)) console.log(line)
const failed = Object.values(report.tallies).some(({ failures }) => failures.length > 0)
if (failed || report.lost.length > 0) process.exitCode = 1
process.exit()
