/** The real registry as a process of its own, on a free port and in a folder of its own, for protocol tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'

const startTimeoutMs = 30_000

export interface TestRegistry {
  port: number
  dataDir: string
  endpoint: string
  /** The keys of a profile in `DATA_DIR/credentials`. */
  readKeys(profile: 'admin' | 'gallery'): { accessKeyId: string; secretAccessKey: string }
  start(): Promise<void>
  stop(): Promise<void>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

/** Starts an empty registry, without the demo catalogue. */
export async function startTestRegistry(): Promise<TestRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'registry-'))
  const port = await findFreePort()
  const endpoint = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  const registry: TestRegistry = {
    port,
    dataDir,
    endpoint,
    readKeys: (profile) => readKeys(readFileSync(join(dataDir, 'credentials'), 'utf8'), profile),
    start: async () => {
      const env = childEnvironment({
        DATA_DIR: dataDir,
        REGISTRY_PORT: String(port),
        REGISTRY_HOST: '',
        REGISTRY_URL: '',
        DEMO: '0',
        LOG_LEVEL: 'warn',
      })
      child = spawn(process.execPath, ['registry/main.ts'], { env, stdio: ['ignore', 'inherit', 'inherit'] })
      await waitUntilHealthy(endpoint, child)
    },
    stop: () => end('SIGTERM'),
    remove: async () => {
      // Its data goes with it, so there is nothing to end in order.
      await end('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await registry.start()
  return registry
}

async function waitUntilHealthy(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The registry ended with code ${child.exitCode}.`)
    const response = await fetch(`${endpoint}/healthz`).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok) return
    await sleep(50)
  }
  throw new Error(`The registry was not ready within ${startTimeoutMs} ms.`)
}

function readKeys(file: string, profile: string): { accessKeyId: string; secretAccessKey: string } {
  const section = file.split(/^\[/m).find((text) => text.startsWith(`${profile}]`)) ?? ''
  const read = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(section)?.[1] ?? ''
  return { accessKeyId: read('aws_access_key_id'), secretAccessKey: read('aws_secret_access_key') }
}
