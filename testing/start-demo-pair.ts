/** `npm start` with the demo catalogue, in a folder and on ports of its own, for what runs outside the test runner too. It needs a build. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'
import { toPairEnvironment } from './pair-environment.ts'

/** A repository of the demo catalogue. */
export const demoRepository = { alias: 'tidewater', repository: 'postgres-tools' }

export interface DemoPair {
  program: Program
  dataDir: string
  galleryPort: number
  registryPort: number
  /** Stops everything and removes the folder. */
  remove(): Promise<void>
}

const buildAndStartMs = 600_000

/** Returns when both programs answer and the whole catalogue is shown. @param onLine hears what they print */
export async function startDemoPair(
  environment: Record<string, string> = {},
  onLine: (line: string) => void = () => {},
): Promise<DemoPair> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-demo-'))
  const [galleryPort, registryPort] = [await findFreePort(), await findFreePort()]
  const demo = Promise.withResolvers<void>()
  const program = startProgram({
    name: 'start',
    command: ['scripts/start.ts'],
    environment: {
      ...toPairEnvironment({ galleryPort, registryPort, dataDir }),
      DEMO: '1',
      LOG_LEVEL: 'info',
      ...environment,
    },
    onLine: (line) => {
      const [, done, total] = /demo catalogue: (\d+) of (\d+)/.exec(line) ?? []
      if (done !== undefined && done === total) demo.resolve()
      onLine(line)
    },
  })
  const remove = async () => {
    await program.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const { alias, repository } = demoRepository
  try {
    await waitForAnswer(`http://127.0.0.1:${galleryPort}/api/health`, { timeoutMs: buildAndStartMs })
    await demo.promise
    await waitForAnswer(`http://127.0.0.1:${galleryPort}/${alias}/${repository}`, { timeoutMs: 60_000 })
    return { program, dataDir, galleryPort, registryPort, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
