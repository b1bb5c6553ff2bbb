/** A registry of its own for one test file: an empty temporary data folder and a port that was free. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { keepDataDir } from '#lib/config/test-evidence.ts'
import { startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'
import { chosenRegistries } from './choose-registries.ts'

export interface TestRegistry {
  url: string
  dataDir: string
  /** What the operator's commands have to be told. */
  forCommands: Record<string, string>
  stop(): Promise<void>
}

/** Starts `registry/main.ts` without the demo catalogue; `stop` also removes its data. */
export async function startTestRegistry(environment: Record<string, string> = {}): Promise<TestRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-registry-'))
  const several = await chosenRegistries()?.({ dataDir, environment: { LOG_LEVEL: 'warn', ...environment } })
  if (several !== undefined) {
    const stop = async () => {
      await several.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
    return { url: several.url, dataDir, forCommands: several.forCommands, stop }
  }
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const lines: string[] = []
  const program = startProgram({
    name: 'registry',
    command: ['registry/main.ts'],
    environment: {
      HOST: '127.0.0.1',
      REGISTRY_PORT: String(port),
      REGISTRY_HOST: '',
      REGISTRY_URL: '',
      DATA_DIR: dataDir,
      DEMO: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    onLine: (line) => lines.push(line),
  })
  const ended = program.ended.then(({ reason }) => {
    throw new Error(`The registry has ended (${reason}):\n${lines.join('\n')}`)
  })
  await Promise.race([waitForAnswer(`${url}/healthz`, { timeoutMs: 30_000 }), ended])
  return {
    url,
    dataDir,
    forCommands: { DATA_DIR: dataDir },
    async stop() {
      await program.stop()
      keepDataDir(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
