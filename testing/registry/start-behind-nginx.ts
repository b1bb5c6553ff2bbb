/**
 * Two registries on one PostgreSQL and one bucket, behind nginx as `deploy/` configures it: for tests that talk to a registry as its clients
 * do, and need not know that there are two.
 */
import type { StartedRegistries, StartRequest } from '../choose-registries.ts'
import { findClusterPlace } from '../cluster/cluster-place.ts'
import { toNginxPart } from '../cluster/nginx-part.ts'
import { type RegistryProcess, startRegistry } from './start-registry.ts'

/** What they have in common. */
export interface SharedEngines {
  databaseUrl: string
  /** Variables of an empty bucket. */
  blobStore: Record<string, string>
  /** A folder of their own, for nginx. */
  folder: string
}

/** Returns once both answer through nginx. @throws {Error} with what it has printed, when one ends before */
export async function startRegistries(
  { dataDir, environment, prepare }: StartRequest,
  { databaseUrl, blobStore, folder }: SharedEngines,
): Promise<StartedRegistries> {
  await prepare?.({ dataDir, databaseUrl })
  const given = { folder, environment: {}, blobStore, isBuilt: false, registries: 2, galleries: 0 }
  const place = await findClusterPlace(given)
  const shared = {
    DATABASE_URL: databaseUrl,
    ...blobStore,
    REGISTRY_HOST: `localhost:${place.registryPort}`,
    REGISTRY_URL: `http://localhost:${place.registryPort}`,
    ...environment,
    // nginx stands before them, beside what the test may pretend to be.
    TRUSTED_PROXIES: String(1 + Number(environment.TRUSTED_PROXIES ?? 0)),
    // From `info` on a registry says where it listens, which is waited for.
    LOG_LEVEL: environment.LOG_LEVEL === 'debug' ? 'debug' : 'info',
  }
  const registries: RegistryProcess[] = []
  // One after the other: the first one makes what both have.
  for (const port of place.registryPorts) {
    const registry = startRegistry(dataDir, { ...shared, REGISTRY_PORT: String(port) })
    registries.push(registry)
    await registry.url
  }
  const lines: string[] = []
  const part = toNginxPart(place)
  const nginx = part.start((line) => lines.push(line))
  await part.waitUntilReady(AbortSignal.timeout(30_000))
  return {
    url: `http://127.0.0.1:${place.registryPort}`,
    // Without a socket a command does by itself what it is asked, with what the registries were given.
    forCommands: { ...environment, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...blobStore },
    processId: registries[0]?.process.pid ?? 0,
    output: () => [...registries.flatMap((registry) => registry.lines), ...lines].join('\n'),
    async stop() {
      await nginx.stop()
      for (const registry of registries) registry.process.kill('SIGTERM')
      await Promise.all(registries.map((registry) => registry.ended))
    },
  }
}
