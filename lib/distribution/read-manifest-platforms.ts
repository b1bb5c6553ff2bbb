/** Reads from a registry what an image runs on, for the search index. */
import { DistributionError, type DistributionErrorKind } from './distribution-error.ts'
import { listPlatforms } from './read-image.ts'
import type { RegistryClient } from './registry-client.ts'

/** Failures that may pass by themselves; with every other one, asking again brings the same. */
const passing: readonly DistributionErrorKind[] = ['unreachable', 'server', 'throttled', 'unauthorized']

/**
 * Reads the platforms of an image, or of all that an index names.
 * @returns empty for what is no image; null when it cannot be read, now or later
 * @throws {DistributionError} when it is worth trying again
 */
export async function readManifestPlatforms(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<{ os: string; architecture: string }[] | null> {
  try {
    const platforms = await listPlatforms(client, name, reference)
    return platforms.map(({ os, architecture }) => ({ os, architecture }))
  } catch (error) {
    if (error instanceof DistributionError && !passing.includes(error.kind)) return null
    throw error
  }
}
