/**
 * The warning that goes with every pull of what ends or is deprecated (OCI distribution specification 1.1.1, "Warnings": code 299, agent
 * `-`, no date, at most 4096 bytes in all). It is made of dates and names that were checked, so that nothing in it needs quoting.
 */
import type { Digest } from '#lib/oci/digest.ts'
import {
  describeLifecycle,
  LIFECYCLE_ARTIFACT_TYPE,
  type Lifecycle,
  toImageLifecycle,
  toLifecycle,
} from '#lib/oci/lifecycle.ts'
import type { Parts, Verbs } from '../parts.ts'
import type { ReadCache } from './read-cache.ts'

const maxStatements = 20
const maxAnnotationBytes = 64 * 1024
/** About what a lifecycle takes in memory. */
const lifecycleBytes = 400

/** The headers for a pull of the manifest; none where there is nothing to warn of. */
export async function toLifecycleWarning(
  { store, clock }: Parts<'clock'> & Verbs<'references' | 'resourceTags'>,
  cache: ReadCache,
  repositoryId: number,
  digest: Digest,
): Promise<Record<string, string>> {
  const ofRepository = await read(cache, repositoryId, 'lifecycle', async () =>
    toLifecycle(await store.resourceTags.list(repositoryId)),
  )
  const ofImage = await read(cache, repositoryId, `lifecycle ${digest}`, async () => {
    const { referrers } = await store.references.listReferrers(repositoryId, {
      ...{ subject: digest, artifactType: LIFECYCLE_ARTIFACT_TYPE, after: '' },
      ...{ limit: maxStatements, maxBytes: maxAnnotationBytes },
    })
    return toImageLifecycle(referrers.map(({ annotations }) => annotations))
  })
  const now = clock().getTime()
  const sentences = [
    ofImage && describeLifecycle('image', ofImage, now),
    ofRepository && describeLifecycle('repository', ofRepository, now),
  ].filter((sentence) => sentence !== null)
  return sentences.length === 0 ? {} : { warning: `299 - "${sentences.join(' ')}"` }
}

async function read(
  cache: ReadCache,
  repositoryId: number,
  key: string,
  find: () => Promise<Lifecycle | null>,
): Promise<Lifecycle | null> {
  return cache.read(repositoryId, key, find, () => lifecycleBytes)
}
