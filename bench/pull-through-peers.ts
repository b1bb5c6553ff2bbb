/** The two caches under measurement, each with an empty folder and the same upstream. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readResidentBytes } from '#testing/read-resident-bytes.ts'
import { runRegistry } from '#testing/registry/run-registry.ts'
import { runDockerRegistry } from '#testing/run-docker-registry.ts'

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
  const program = await runDockerRegistry(folder, [`proxy: {remoteurl: "http://${host}"}`])
  return {
    repositoryUrl: `${program.url}/v2/${image}`,
    headers: async () => ({}),
    pid: program.pid(),
    readMemory: () => readResidentBytes(program.pid()),
    async stop() {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
