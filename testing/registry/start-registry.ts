/** The registry as a process of its own, for tests of what happens when it starts, stops or is killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { keepDataDir, keepLogLine } from '#lib/config/test-evidence.ts'
import { registryNodeOptions } from '../../scripts/program-options.ts'

const projectRoot = join(import.meta.dirname, '..', '..')
// Ends the registry with the test that started it, however that ends.
const watcher = join(projectRoot, 'scripts', 'exit-with-parent.mjs')

export interface RegistryProcess {
  process: ChildProcess
  /** Standard output and standard error, line by line. */
  lines: string[]
  /** The URL that it listens on; rejects when it ends before. */
  url: Promise<string>
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** Starts the registry on a free port, without the demo catalogue unless the environment says otherwise. */
export function startRegistry(dataDir: string, environment: Record<string, string> = {}): RegistryProcess {
  const child = spawn(process.execPath, [...registryNodeOptions, '--import', watcher, 'registry/main.ts'], {
    cwd: projectRoot,
    env: childEnvironment({
      HOST: '127.0.0.1',
      REGISTRY_PORT: '0',
      REGISTRY_HOST: 'localhost:5050',
      REGISTRY_URL: '',
      DATA_DIR: dataDir,
      DEMO: '0',
      LOG_LEVEL: 'debug',
      ...environment,
    }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines: string[] = []
  const { promise: url, resolve, reject } = Promise.withResolvers<string>()
  // Not every test waits for the URL.
  url.catch(() => {})
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      keepLogLine(line)
      const listening = /listening on (http:[^"]+)/.exec(line)?.[1]
      if (listening !== undefined) resolve(listening)
    })
  }
  const ended = once(child, 'close').then(([code, signal]): number | NodeJS.Signals => {
    reject(new Error(`The registry has ended (${signal ?? code}):\n${lines.join('\n')}`))
    keepDataDir(dataDir)
    return signal ?? code
  })
  return { process: child, lines, url, ended }
}
