/** What the signatures of an image that a repository offers first are worth, for the index: verified as for its pages, and once. */
import type { SignatureFact } from '#lib/oci/image-facts.ts'
import { getCatalog, getCatalogWriter } from '#lib/runtime/catalog-instance.ts'
import type { JudgeShown } from '#lib/runtime/start-catalog.ts'
import { getImageProof, toSignatureFact } from './get-image-proof.ts'

/** Within the time that one image may take; what takes longer goes on, and is asked for again, as is what cannot be fetched now. */
const waitMs = 3_000

/** Null where nothing is signed. */
export const judgeShown: JudgeShown = async ({
  client,
  name,
  image,
  attached,
  subjects,
}): Promise<SignatureFact | null> => {
  const [alias] = getCatalogWriter().listAliases(image.registryId)
  const summary = alias === undefined ? null : getCatalog().findRepository(alias, image.repositoryName)
  if (summary === null) return null
  const proof = await getImageProof({ client, name, summary, subjects, attached, waitMs })
  const fact = toSignatureFact(proof, summary.publisherName, image.digest)
  const isFailing = proof.attachments.some(({ state }) => state === 'failed')
  return isFailing && fact?.state !== 'verified' ? { state: 'under-way', by: null } : fact
}
