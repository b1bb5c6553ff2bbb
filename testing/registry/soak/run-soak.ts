/**
 * Both programs under mixed load, while garbage is collected, blobs are read again, backups are made, and one program after the other is
 * started again, in order and by force. At the end everything that was acknowledged is pulled once more.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findGallery, readHolder } from '#testing/find-programs.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type DemoPair, startDemoPair } from '#testing/start-demo-pair.ts'
import { createSoakClients, pull } from './soak-clients.ts'
import { AwayError, type Tally, toTally, tryAgain } from './try-again.ts'
import { type ProgramsWatch, watchPrograms } from './watch-programs.ts'

export interface SoakOptions {
  forMs: number
  /** Between two restarts; the kinds take turns. */
  restartMs: number
  /** Between two backups, each with a check of the whole store. */
  backupMs: number
  /** Between two things that one client does. */
  pauseMs: number
  say: (line: string) => void
}

export interface SoakReport {
  seconds: number
  tallies: Record<string, Tally>
  watch: Pick<ProgramsWatch, 'programs' | 'disk'>
  restarts: Record<string, number>
  /** Passes of garbage collection that removed something, and rounds of the scrubber. */
  collections: number
  scrubs: number
  /** Images that were acknowledged, and in the end pulled whole. */
  images: number
  lost: string[]
}

const restartKinds = ['registry SIGTERM', 'gallery SIGTERM', 'registry SIGKILL', 'gallery SIGKILL'] as const

const environment = {
  GC_INTERVAL_SECONDS: '5',
  // Far longer than a push takes.
  GC_GRACE_SECONDS: '15',
  SCRUB_DAYS: '1',
  DRAIN_SECONDS: '5',
  // Visitors of a soak all come from this machine.
  SEARCHES_PER_SECOND: '0',
}

export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { forMs, restartMs, backupMs, pauseMs, say } = options
  const backupDir = mkdtempSync(join(tmpdir(), 'soak-backup-'))
  let collections = 0
  let scrubs = 0
  say('Starting both programs with the demo catalogue.')
  const pair = await startDemoPair(environment, (line) => {
    if (line.includes('collected garbage')) collections += 1
    if (line.includes('all blobs were read again')) scrubs += 1
    if (/error: |has ended by itself|is back after/.test(line)) say(line)
  })
  try {
    const registryUrl = `http://127.0.0.1:${pair.registryPort}`
    const galleryUrl = `http://127.0.0.1:${pair.galleryPort}`
    const clients = createSoakClients({
      galleryUrl,
      registryUrl,
      credentials: readProfile(pair.dataDir, 'admin'),
      pages: ['/', '/publishers', '/status', '/tidewater', '/tidewater/postgres-tools'],
    })
    const watch = watchPrograms(pair, 2_000)
    const ending = new AbortController()
    const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal }).catch(() => {})
    const tallies: Record<string, Tally> = {}
    const restarts: Record<string, number> = {}

    const working = Object.entries(clients.steps).flatMap(([name, steps]) => {
      const tally = toTally()
      tallies[name] = tally
      return steps.map(async (step) => {
        while (!ending.signal.aborted) {
          await tryAgain(tally, name, step)
          await pause(pauseMs)
        }
      })
    })
    const backups = toTally()
    tallies.backups = backups
    const backingUp = (async () => {
      while (!ending.signal.aborted) {
        await pause(backupMs)
        if (ending.signal.aborted) return
        await tryAgain(backups, 'backup', () => runVerb(pair, 'backup', backupDir, '--keep', '2'))
        await tryAgain(backups, 'store verify', () => runVerb(pair, 'store', 'verify'))
      }
    })()
    const restarting = (async () => {
      for (let turn = 0; !ending.signal.aborted; turn += 1) {
        await pause(restartMs)
        const kind = restartKinds[turn % restartKinds.length]
        if (ending.signal.aborted || kind === undefined) return
        say(`Restart: ${kind}.`)
        restarts[kind] = (restarts[kind] ?? 0) + 1
        restart(pair, kind)
      }
    })()

    const startedAt = performance.now()
    await sleep(forMs)
    ending.abort()
    await Promise.all([...working, backingUp, restarting])
    await watch.stop()
    const seconds = (performance.now() - startedAt) / 1000

    say('Pulling everything that was acknowledged.')
    const lost = toTally()
    for (const image of clients.images.values()) {
      await tryAgain(lost, image.path, () => pull(registryUrl, image, clients.images))
    }
    for (const check of [
      ['store', 'check'],
      ['store', 'verify'],
      ['audit', 'verify'],
      ['backup', 'verify', backupDir],
    ]) {
      await tryAgain(lost, check.join(' '), () => runVerb(pair, ...check))
    }
    clients.close()
    const report = { seconds, tallies, watch, restarts, collections, scrubs }
    return { ...report, images: clients.images.size, lost: lost.failures }
  } finally {
    await pair.remove()
    rmSync(backupDir, { recursive: true, force: true })
  }
}

function restart(pair: DemoPair, kind: (typeof restartKinds)[number]): void {
  const [program, signal] = kind.split(' ') as ['registry' | 'gallery', 'SIGTERM' | 'SIGKILL']
  try {
    process.kill(program === 'registry' ? readHolder(pair.dataDir) : findGallery(pair), signal)
  } catch {
    // It is just being started again.
  }
}

/** A verb of the operator, as a command. @throws {Error} with what it printed */
async function runVerb({ dataDir }: DemoPair, ...args: string[]): Promise<void> {
  const env = childEnvironment({ DATA_DIR: dataDir })
  try {
    await promisify(execFile)(process.execPath, ['registry/cli.ts', ...args], { env })
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: number; stderr?: string; stdout?: string }
    const text = `${args.join(' ')} ended with ${code}: ${stderr}${stdout}`
    // 3: the registry went away while it was asked.
    throw code === 3 ? new AwayError(text) : new Error(text)
  }
}
