/**
 * The parts of a cluster, and what each is started with: a database, registries, nginx before them, galleries. `npm run cluster`, the
 * tests and the bench start these; `compose.yaml` has the same parts as containers, and a test compares the two.
 */
import { join } from 'node:path'
import { nextModule } from '../../scripts/build-gallery.ts'
import { toBuiltProgram } from '../../scripts/build-programs.ts'
import {
  galleryEnvironment,
  galleryGuardOptions,
  galleryNodeOptions,
  quietOptions,
  registryNodeOptions,
} from '../../scripts/program-options.ts'
import { type Program, startProgram } from '../../scripts/start-program.ts'
import { waitForAnswer } from '../../scripts/wait-for-answer.ts'
import { type ClusterPlace, toRegistryFolder } from './cluster-place.ts'
import { toNginxPart } from './nginx-part.ts'
import { toDatabaseUrl, toPostgresPart } from './postgres-part.ts'

export interface ClusterPart {
  name: string
  start: (onLine: (line: string) => void) => Program
  /** Resolves when it answers. */
  waitUntilReady: (signal: AbortSignal) => Promise<void>
}

const readyMs = 120_000

/** In the order in which they are started: each group once the one before it answers. They are stopped the other way round. */
export function toClusterParts(place: ClusterPlace): ClusterPart[][] {
  const postgres = toPostgresPart(place)
  const registries = place.registryPorts.map((_, at) => toRegistryPart(place, at))
  const galleries = place.galleryPorts.map((_, at) => toGalleryPart(place, at))
  return [[postgres], registries, [toNginxPart(place)], galleries]
}

/** How visitors and clients reach it; all processes are told the same. */
function toPublicEnvironment({ galleryPort, registryPort }: ClusterPlace): Record<string, string> {
  return {
    GALLERY_URL: `http://localhost:${galleryPort}`,
    REGISTRY_HOST: `localhost:${registryPort}`,
    REGISTRY_URL: `http://localhost:${registryPort}`,
    // nginx alone stands before them.
    TRUSTED_PROXIES: '1',
  }
}

/** What tells a registry that it is one of several. */
export function toRegistryEnvironment(place: ClusterPlace, databaseUrl: string): Record<string, string> {
  return {
    ...toPublicEnvironment(place),
    DATA_DIR: toRegistryFolder(place),
    DATABASE_URL: databaseUrl,
    ...place.blobStore,
  }
}

/** What tells a gallery that it stands beside others. */
export function toClusterGalleryEnvironment(place: ClusterPlace): Record<string, string> {
  return {
    ...toPublicEnvironment(place),
    // As everybody else, so that it goes on with another registry when one is away.
    ECR_PUBLIC_ENDPOINT: `http://127.0.0.1:${place.registryPort}`,
    AWS_SHARED_CREDENTIALS_FILE: join(toRegistryFolder(place), 'credentials'),
    AWS_PROFILE: 'gallery',
  }
}

function toRegistryPart(place: ClusterPlace, at: number): ClusterPart {
  const port = place.registryPorts[at] ?? 0
  const name = `registry-${at + 1}`
  return {
    name,
    start: (onLine) =>
      startProgram({
        name,
        command: [place.isBuilt ? toBuiltProgram('registry') : 'registry/main.ts'],
        nodeOptions: [...registryNodeOptions, ...(place.isBuilt ? quietOptions : [])],
        environment: {
          HOST: '127.0.0.1',
          REGISTRY_PORT: String(port),
          ...toRegistryEnvironment(place, toDatabaseUrl(place)),
          ...place.environment,
        },
        onLine,
      }),
    waitUntilReady: (signal) =>
      waitForAnswer(`http://127.0.0.1:${port}/readyz`, { timeoutMs: readyMs, signal }),
  }
}

function toGalleryPart(place: ClusterPlace, at: number): ClusterPart {
  const port = place.galleryPorts[at] ?? 0
  const name = `gallery-${at + 1}`
  return {
    name,
    start: (onLine) =>
      startProgram({
        name,
        command: [nextModule, 'start', '-H', '127.0.0.1', '-p', String(port)],
        nodeOptions: [...galleryNodeOptions, ...galleryGuardOptions, ...quietOptions],
        environment: {
          NEXT_TELEMETRY_DISABLED: '1',
          ...galleryEnvironment,
          HOST: '127.0.0.1',
          GALLERY_PORT: String(port),
          DATA_DIR: join(place.folder, name),
          ...toClusterGalleryEnvironment(place),
          ...place.environment,
        },
        onLine,
      }),
    waitUntilReady: (signal) =>
      waitForAnswer(`http://127.0.0.1:${port}/readyz`, { timeoutMs: readyMs, signal }),
  }
}
