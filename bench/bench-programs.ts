/** The programs under measurement, each on a port of its own and with a temporary data folder. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { nextModule } from '../scripts/build-gallery.ts'
import { toBuiltProgram } from '../scripts/build-programs.ts'
import {
  galleryEnvironment,
  galleryGuardOptions,
  galleryNodeOptions,
  quietOptions,
  registryNodeOptions,
} from '../scripts/program-options.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

export interface BenchPrograms {
  dataDir: string
  registry: Program
  gallery: Program
  registryUrl: string
  galleryUrl: string
  emptyUrl: string
  stop(): Promise<void>
}

const timeoutMs = 60_000
const health = z.object({ facts: z.object({ repositoryCount: z.number() }) })

/** Starts the registry with its demo catalogue, the built gallery, and the empty page, which has to be built where it is wanted. */
export async function startBenchPrograms({ withEmpty = true } = {}): Promise<BenchPrograms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-bench-'))
  const [registryPort, galleryPort, emptyPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ]
  const environment = {
    HOST: '127.0.0.1',
    REGISTRY_PORT: String(registryPort),
    GALLERY_PORT: String(galleryPort),
    DATA_DIR: dataDir,
    DEMO: '1',
    ECR_PUBLIC_ENDPOINT: '',
    LOG_LEVEL: 'warn',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const start = (
    name: string,
    command: readonly [string, ...string[]],
    nodeOptions: readonly string[] = [],
    own: Record<string, string> = {},
  ) =>
    startProgram({
      name,
      command,
      nodeOptions,
      environment: { ...environment, ...own },
      onLine: (line) => lines.push(`${name}: ${line}`),
    })
  const lines: string[] = []
  const at = (port: number) => ['-H', '127.0.0.1', '-p', String(port)] as const
  const registryUrl = `http://127.0.0.1:${registryPort}`
  const galleryUrl = `http://127.0.0.1:${galleryPort}`
  const emptyUrl = `http://127.0.0.1:${emptyPort}/`

  const registry = start('registry', [toBuiltProgram('registry')], [...registryNodeOptions, ...quietOptions])
  await waitForAnswer(`${registryUrl}/healthz`, { timeoutMs })
  const gallery = start(
    'gallery',
    [nextModule, 'start', ...at(galleryPort)],
    [...galleryNodeOptions, ...galleryGuardOptions, ...quietOptions],
    galleryEnvironment,
  )
  const programs = [registry, gallery]
  if (withEmpty) {
    programs.push(start('empty', [nextModule, 'start', 'bench/empty-app', ...at(emptyPort)]))
    await waitForAnswer(emptyUrl, { timeoutMs })
  }
  await waitForAnswer(`${galleryUrl}/api/health`, {
    timeoutMs,
    isReady: async (response) =>
      response.ok && health.parse(await response.json()).facts.repositoryCount >= 30,
  })
  return {
    dataDir,
    registry,
    gallery,
    registryUrl,
    galleryUrl,
    emptyUrl,
    async stop() {
      await Promise.all(programs.map((program) => program.stop()))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
