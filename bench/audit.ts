/**
 * What a long audit log costs: `CreateRepository` in a registry with a million records beside one without any, calls in turns, and the time
 * that `audit verify` takes for them. The budget: a p99 of no more than twice the empty one's.
 */
import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { readProfile } from '#testing/read-profile.ts'
import { runRegistry } from '#testing/registry/run-registry.ts'
import { fillAuditLog } from '#testing/registry/store/fill-audit-log.ts'
import { projectRoot } from '../scripts/project-root.ts'
import { toMedian } from './median.ts'
import { toPercentile } from './percentile.ts'

const execute = promisify(execFile)
const records = 1_000_000
const calls = 1_000

/** Measures and prints. */
export async function run(): Promise<void> {
  // The least with which it says where it listens.
  const quiet = { LOG_LEVEL: 'info' }
  const now = new Date()
  const empty = await runRegistry(undefined, quiet)
  const full = await runRegistry(({ dataDir }) => fillAuditLog(dataDir, records, now), quiet)
  try {
    await untilWritten(join(full.dataDir, 'audit'))
    const registries = [empty, full].map(({ endpoint, dataDir }) => ({
      client: new ECRPUBLICClient({
        endpoint,
        region: 'us-east-1',
        credentials: readProfile(dataDir, 'admin'),
      }),
      times: [] as number[],
    }))
    for (let call = 0; call < calls; call += 1) {
      for (const { client, times } of registries) {
        const from = performance.now()
        await client.send(new CreateRepositoryCommand({ repositoryName: `made/one-${call}` }))
        times.push(performance.now() - from)
      }
    }
    for (const { client } of registries) client.destroy()
    const [ofEmpty = [], ofFull = []] = registries.map(({ times }) => times)
    console.log(
      `\nCreateRepository, ms of ${calls} calls in turns, without records and with ${records.toLocaleString('en')}`,
    )
    console.table({
      'no records': toRow(ofEmpty),
      [`${records.toLocaleString('en')} records`]: toRow(ofFull),
      'times as long': { p50: ratio(ofFull, ofEmpty, 0.5), p99: ratio(ofFull, ofEmpty, 0.99) },
    })
    const from = performance.now()
    const env = childEnvironment(full.forCommands)
    const { stdout } = await execute(process.execPath, ['registry/cli.ts', 'audit', 'verify'], {
      cwd: projectRoot,
      env,
    })
    console.log(
      `\nnpm run registry -- audit verify, ${((performance.now() - from) / 1000).toFixed(1)} s:\n${stdout}`,
    )
  } finally {
    await empty.remove()
    await full.remove()
  }
}

const toRow = (times: readonly number[]) => ({
  p50: round(toMedian(times)),
  p99: round(toPercentile(times, 0.99)),
})
const round = (value: number) => Math.round(value * 10) / 10
const ratio = (of: readonly number[], to: readonly number[], share: number) =>
  round(toPercentile(of, share) / toPercentile(to, share))

/** The files of the log are written beside what clients ask for; returns once they have grown no more for a while. */
async function untilWritten(folder: string): Promise<void> {
  const measure = () =>
    readdirSync(folder).reduce(
      (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  for (let before = -1, size = measure(); size !== before; size = measure()) {
    before = size
    await sleep(5_000)
  }
}
