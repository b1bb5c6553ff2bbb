import type { Metadata } from 'next'
import type { ImageAddress } from '#lib/addresses/image-reference.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'

/** Title and canonical address: that of the registry's primary alias, without a choice of platform. */
export function toImageMetadata({ alias, repositoryName, reference }: ImageAddress): Metadata {
  const summary = getCatalog().findRepository(alias, repositoryName)
  if (summary === null || reference === null) {
    return {
      title: `No such image in ${toShownText(`${alias}/${repositoryName}`, 120)}`,
      robots: { index: false },
    }
  }
  const name = `${summary.registryAlias}/${repositoryName}`
  const { tag, digest, part } = reference
  const metadata = toPageMetadata({
    title: tag === null ? `${name}@${digest.slice(0, 19)}…` : `${name}:${tag}`,
    description: `Platforms, layers, configuration and signatures of a container image by ${summary.publisherName}.`,
    path: imagePath(summary.registryAlias, repositoryName, tag === null ? { digest } : { tag }),
  })
  // A part of a page, of which there may be thousands, is nothing to find by itself.
  return part === null ? metadata : { ...metadata, robots: { index: false } }
}
