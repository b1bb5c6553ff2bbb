import type { Metadata } from 'next'
import { imagePath } from '#lib/addresses/routes.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { getTexts } from '../language/get-texts.ts'
import { toMissingMetadata } from '../site/to-missing-metadata.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'
import { toMissingImage } from './to-missing-image.ts'
import type { VisitedImage } from './visit-image.ts'

/** Title and canonical address: that of the registry's primary alias, without a choice of platform. */
export async function toImageMetadata(visited: VisitedImage): Promise<Metadata> {
  const texts = await getTexts('image')
  const { alias, repositoryName } = visited
  switch (visited.kind) {
    case 'no-reference':
    case 'missing': {
      const { key, wanted, place } = toMissingImage(visited)
      const title = [texts.rich(key, { wanted: () => wanted, place: () => place })].flat().join('')
      return toMissingMetadata(title, (words) => words)
    }
    case 'missing-part':
      return toMissingMetadata(texts('missing.part'), (words) => words)
  }
  const summary = getCatalog().findRepository(alias, repositoryName)
  if (visited.kind === 'no-repository' || summary === null) {
    const site = await getTexts('site')
    return toMissingMetadata(`${alias}/${repositoryName}`, (name) => site('missing.noRepository', { name }))
  }
  const name = `${summary.registryAlias}/${repositoryName}`
  const { tag, digest, part } = visited.links.reference
  const metadata = await toPageMetadata({
    title: tag === null ? `${name}@${digest.slice(0, 19)}…` : `${name}:${tag}`,
    description: texts('description', { publisher: summary.publisherName }),
    path: imagePath(summary.registryAlias, repositoryName, tag === null ? { digest } : { tag }),
  })
  // A part of a page, of which there may be thousands, is nothing to find by itself.
  const isTree = part?.kind === 'list' && part.list === 'tree'
  return part === null
    ? metadata
    : { ...metadata, robots: { index: false, ...(isTree && { follow: false }) } }
}
