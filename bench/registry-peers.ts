/** The two registries under measurement, each with a temporary folder and one empty repository. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

export interface BenchRegistry {
  name: string
  /** `http://…/v2/NAME`, without a trailing slash. */
  repositoryUrl: string
  /** What every request needs. */
  headers(): Promise<Record<string, string>>
  stop(): Promise<void>
}

const timeoutMs = 30_000

/** This project's registry, with the owner's login. */
export async function startOwnRegistry(environment: Record<string, string> = {}): Promise<BenchRegistry> {
  const { url, dataDir, stop } = await startTestRegistry(environment)
  const client = new ECRPUBLICClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: readProfile(dataDir, 'admin'),
  })
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: 'bench' }))
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const path = repository?.repositoryUri?.split('/').slice(1).join('/')
  return {
    name: 'Public Gallery',
    repositoryUrl: `${url}/v2/${path}`,
    headers: async () => ({ authorization: `Basic ${authorizationData?.authorizationToken}` }),
    stop,
  }
}

/** Debian's `docker-registry`, without authentication and logs. */
export async function startDockerRegistry(): Promise<BenchRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docker-registry-bench-'))
  const port = await findFreePort()
  const configuration = join(dataDir, 'config.yml')
  writeFileSync(
    configuration,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(dataDir, 'data')}}, delete: {enabled: true}}`,
      `http: {addr: "127.0.0.1:${port}"}`,
    ].join('\n'),
  )
  const child = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' })
  await waitForAnswer(`http://127.0.0.1:${port}/v2/`, { timeoutMs })
  return {
    name: 'docker-registry',
    repositoryUrl: `http://127.0.0.1:${port}/v2/bench`,
    headers: async () => ({}),
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
