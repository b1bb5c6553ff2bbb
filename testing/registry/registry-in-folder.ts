/** A registry that is ended and started again on one directory, beside which a test has room of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RegistryProcess, startRegistry } from './start-registry.ts'

export interface RegistryInFolder {
  folder: string
  /** In the folder. */
  dataDir: string
  /** The one that runs, or ran last. @throws {Error} before the first start */
  current(): RegistryProcess
  /** @returns the URL that it listens on */
  start(environment?: Record<string, string>): Promise<string>
  end(signal: NodeJS.Signals): Promise<void>
  /** Ends it, and removes the folder. */
  remove(): Promise<void>
}

/** Nothing is started yet. */
export function createRegistryInFolder(prefix: string): RegistryInFolder {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  let registry: RegistryProcess | null = null
  const end = async (signal: NodeJS.Signals) => {
    registry?.process.kill(signal)
    await registry?.ended
  }
  return {
    folder,
    dataDir,
    current() {
      if (registry === null) throw new Error('No registry was started.')
      return registry
    },
    start(environment = {}) {
      registry = startRegistry(dataDir, environment)
      return registry.url
    },
    end,
    async remove() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true })
    },
  }
}
