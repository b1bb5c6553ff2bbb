/** Reads an image's facts for the search index, which has to know whether it is worth asking again. */
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { DistributionError, type DistributionErrorKind } from './distribution-error.ts'
import { type FactsOptions, readImageFacts } from './read-image-facts.ts'
import type { RegistryClient } from './registry-client.ts'

/** Failures that may pass by themselves; with every other one, asking again brings the same. */
const passing: readonly DistributionErrorKind[] = ['unreachable', 'server', 'throttled', 'unauthorized']

/** Whether it may go away by itself. */
export function isPassing({ kind }: DistributionError): boolean {
  return passing.includes(kind)
}

/**
 * Reads the facts of an image, or of whatever else the reference names.
 * @returns null when they cannot be read, now or later
 * @throws {DistributionError} when it is worth trying again
 */
export async function tryImageFacts(
  client: RegistryClient,
  name: string,
  reference: string,
  options: Pick<FactsOptions, 'judge'> = {},
): Promise<ImageFacts | null> {
  try {
    return await readImageFacts(client, name, reference, options)
  } catch (error) {
    if (error instanceof DistributionError && !isPassing(error)) return null
    throw error
  }
}
