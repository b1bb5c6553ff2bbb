/** The two caches under measurement, each with an empty folder and the same upstream. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { runRegistry } from '#testing/registry/run-registry.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

export interface CacheUnderMeasurement {
  /** `http://…/v2/NAME`, without a trailing slash. */
  repositoryUrl: string
  headers(): Promise<Record<string, string>>
  /** Resident, in bytes. */
  pid: number
  readMemory(): number
  stop(): Promise<void>
}

const image = 'library/measured'

/** This project's registry. @param host of the upstream, on this machine */
export async function startOwnCache(host: string): Promise<CacheUnderMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'pull-through-bench-'))
  const file = join(folder, 'upstreams.json')
  const entry = { host, namespace: 'mirror', repositories: ['library/*'], private: true, plainHttp: true }
  writeFileSync(file, JSON.stringify([entry]))
  const registry = await runRegistry(undefined, { UPSTREAMS_FILE: file, LOG_LEVEL: 'info' })
  return {
    repositoryUrl: `${registry.endpoint}/v2/mirror/${image}`,
    async headers() {
      const { token } = (await (await fetch(`${registry.endpoint}/token`)).json()) as { token: string }
      return { authorization: `Bearer ${token}` }
    },
    pid: registry.processId,
    readMemory: () => readResidentBytes(registry.processId),
    async stop() {
      await registry.remove()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Debian's `docker-registry`, which is a cache where its configuration has a `proxy`. */
export async function startDockerCache(host: string): Promise<CacheUnderMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'docker-cache-bench-'))
  const port = await findFreePort()
  const configuration = join(folder, 'config.yml')
  writeFileSync(
    configuration,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}}`,
      `http: {addr: "127.0.0.1:${port}"}`,
      `proxy: {remoteurl: "http://${host}"}`,
    ].join('\n'),
  )
  const child = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}/v2/`
  await waitForAnswer(url, { timeoutMs: 30_000 })
  return {
    repositoryUrl: `${url}${image}`,
    headers: async () => ({}),
    pid: child.pid ?? 0,
    readMemory: () => readResidentBytes(child.pid ?? 0),
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readResidentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}
