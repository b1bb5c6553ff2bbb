/** Where a cluster is: its folder, its ports, and how many there are of what. */
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'

export interface ClusterPlace {
  /** All that it keeps is in there. */
  folder: string
  /** Where nginx is reached. */
  galleryPort: number
  registryPort: number
  /** Of what stands behind it: each process has one. */
  postgresPort: number
  registryPorts: readonly number[]
  galleryPorts: readonly number[]
  /** What all registries and galleries are given beside. */
  environment: Record<string, string>
  /** Where registries have blobs: variables of a bucket, or none for files that they share. */
  blobStore: Record<string, string>
  /** Registries run as they are built, instead of from their sources. */
  isBuilt: boolean
}

/** `npm run cluster` takes these; PostgreSQL has the first of `inner`, and registries and galleries those behind it. */
export const usualPorts = { gallery: 3000, registry: 5050, inner: 5070 }

/** Registries, or galleries, of one cluster. */
export const mostOfAPart = 9

/** What all registries have in common: keys, credentials and, where they are files, blobs. */
export function toRegistryFolder({ folder }: Pick<ClusterPlace, 'folder'>): string {
  return join(folder, 'registry')
}

/** A place on ports that are free now. */
export async function findClusterPlace(
  given: Pick<ClusterPlace, 'folder' | 'environment' | 'blobStore' | 'isBuilt'> & {
    registries: number
    galleries: number
  },
): Promise<ClusterPlace> {
  const { registries, galleries, ...place } = given
  const find = async (count: number) => {
    const ports: number[] = []
    while (ports.length < count) ports.push(await findFreePort())
    return ports
  }
  const [galleryPort = 0, registryPort = 0, postgresPort = 0] = await find(3)
  return {
    ...place,
    galleryPort,
    registryPort,
    postgresPort,
    registryPorts: await find(registries),
    galleryPorts: await find(galleries),
  }
}
