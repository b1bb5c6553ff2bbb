import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { readProfile } from '#testing/read-profile.ts'
import { runDockerRegistry } from '#testing/run-docker-registry.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'

export interface BenchRegistry {
  name: string
  /** `http://…/v2/NAME`, without a trailing slash. */
  repositoryUrl: string
  /** Its folder of data. */
  dataDir: string
  /** What every request needs. */
  headers(): Promise<Record<string, string>>
  stop(): Promise<void>
}

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
    dataDir,
    headers: async () => ({ authorization: `Basic ${authorizationData?.authorizationToken}` }),
    stop,
  }
}

/** Debian's `docker-registry`, without authentication and logs. */
export async function startDockerRegistry(): Promise<BenchRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docker-registry-bench-'))
  const program = await runDockerRegistry(dataDir)
  return {
    name: 'docker-registry',
    repositoryUrl: `${program.url}/v2/bench`,
    dataDir,
    headers: async () => ({}),
    async stop() {
      await program.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
