/**
 * A store of a million rows that moves from its file into PostgreSQL and back by the operator's command, which compares both sides. The budget:
 * 15 minutes each way.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { fillStore } from '#testing/registry/store/fill-store.ts'
import { createDatabase, startPostgres } from '#testing/start-postgres.ts'
import { projectRoot } from '../scripts/project-root.ts'

const execute = promisify(execFile)
const rows = 1_000_000

/** Measures and prints. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'move-bench-'))
  const postgres = await startPostgres()
  try {
    const env = childEnvironment({ DATA_DIR: dataDir, DATABASE_URL: await createDatabase(postgres.url) })
    await fillStore(dataDir, rows)
    const seconds: Record<string, number> = {}
    for (const to of ['database', 'file']) {
      const from = performance.now()
      await execute(process.execPath, ['registry/cli.ts', 'store', 'move', '--to', to], {
        cwd: projectRoot,
        env,
      })
      seconds[`to the ${to}`] = Math.round((performance.now() - from) / 1000)
    }
    console.log(
      `\nA store of ${rows.toLocaleString('en')} rows that moves, seconds with the comparison of both sides`,
    )
    console.table(seconds)
  } finally {
    await postgres.stop('SIGINT')
    rmSync(dataDir, { recursive: true })
  }
}
