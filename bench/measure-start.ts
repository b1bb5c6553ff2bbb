/** How long `npm start` takes until both programs answer, and how much memory they hold when nobody asks. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'

/** Seconds of `runs` starts in a row on one data folder: the first one makes the demo catalogue. */
export async function measureStarts(runs: number): Promise<number[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-bench-start-'))
  const times: number[] = []
  try {
    for (let run = 0; run < runs; run++) times.push(await measureStart(dataDir))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  return times
}

async function measureStart(dataDir: string): Promise<number> {
  const ready = Promise.withResolvers<void>()
  const startedAt = performance.now()
  const start = startProgram({
    name: 'start',
    command: ['scripts/start.ts'],
    environment: {
      HOST: '127.0.0.1',
      GALLERY_PORT: String(await findFreePort()),
      REGISTRY_PORT: String(await findFreePort()),
      DATA_DIR: dataDir,
      DEMO: '1',
      ECR_PUBLIC_ENDPOINT: '',
    },
    onLine: (line) => {
      if (line.includes('profile admin)')) ready.resolve()
    },
  })
  start.ended.then(({ reason }) => ready.reject(new Error(`npm start has ended: ${reason}`)))
  await ready.promise
  const seconds = (performance.now() - startedAt) / 1000
  await start.stop()
  return seconds
}

/** Resident memory of a program, in megabytes (1,000,000 bytes). */
export function measureMemory(program: Program): number {
  const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(program.pid)], { encoding: 'utf8' })
  return (Number(kibibytes) * 1024) / 1_000_000
}
