/** A cluster for the bench: in a temporary folder, from builds, without the demo catalogue, with a client that publishes. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import { type ClusterPlace, findClusterPlace, toRegistryFolder } from '#testing/cluster/cluster-place.ts'
import { type RunningCluster, startCluster } from '#testing/cluster/start-cluster.ts'
import { readProfile } from '#testing/read-profile.ts'

export interface BenchCluster {
  place: ClusterPlace
  cluster: RunningCluster
  /** Through nginx. */
  publisher: ECRPUBLICClient
  /** `ALIAS/NAME` of each. */
  createRepositories(count: number): Promise<string[]>
  stop(): Promise<void>
}

const environment = { DEMO: '0', LOG_LEVEL: 'warn', SEARCHES_PER_SECOND: '0', SYNC_INTERVAL_SECONDS: '' }

/**
 * @param more of the environment of all programs
 * @param onPlace is told of its ports before anything starts
 */
export async function startBenchCluster(
  galleries: number,
  more: Record<string, string> = {},
  onPlace: (place: ClusterPlace) => void = () => {},
): Promise<BenchCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cluster-'))
  // As root, PostgreSQL runs as somebody else and has to get there.
  chmodSync(folder, 0o711)
  const place = await findClusterPlace({
    folder,
    environment: { ...environment, ...more },
    blobStore: {},
    isBuilt: true,
    registries: 2,
    galleries,
  })
  onPlace(place)
  const cluster = await startCluster(place, { say: () => {} })
  const publisher = new ECRPUBLICClient({
    endpoint: `http://127.0.0.1:${place.registryPort}`,
    region: 'us-east-1',
    credentials: readProfile(toRegistryFolder(place), 'admin'),
  })
  return {
    place,
    cluster,
    publisher,
    createRepositories: (count) =>
      mapConcurrently(
        Array.from({ length: count }, (_, at) => at),
        8,
        async (at) => {
          const { repository } = await publisher.send(
            new CreateRepositoryCommand({
              repositoryName: `team-${at % 50}/app-${at}`,
              catalogData: {
                description: `App ${at}, which does what apps do.`,
                aboutText: `# App ${at}\n\n${'It has a text of some length. '.repeat(20)}`,
                architectures: ['x86-64', 'ARM 64'],
                operatingSystems: ['Linux'],
              },
            }),
          )
          return repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
        },
      ),
    async stop() {
      publisher.destroy()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
