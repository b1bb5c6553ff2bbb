/** From a configured source to what reads it: the one place that knows all kinds. */
import type { CatalogSource } from '#lib/config/catalog-sources.ts'
import type { Config } from '#lib/config/config.ts'
import { createEcrPublic } from './ecr-public/client.ts'
import { createEcrPublicReader } from './ecr-public/create-ecr-public-reader.ts'
import type { RequestPacer } from './ecr-public/request-pacer.ts'
import { createGalleryApiReader } from './gallery-api/create-gallery-api-reader.ts'
import { createOciReader } from './oci/create-oci-reader.ts'
import type { SourceReader } from './source-reader.ts'

/**
 * Makes a reader, which calls nothing until it is asked.
 * @param pacer decides when each call is sent and whether it is sent again; without one calls go at once, as for pages
 */
export function createSourceReader(
  config: Config,
  source: CatalogSource,
  pacer: RequestPacer | null = null,
): SourceReader {
  const { endpoint } = source
  if (endpoint.kind === 'oci') return createOciReader(source.name, endpoint, pacer)
  if (endpoint.kind === 'ecr-public-gallery') return createGalleryApiReader(source.name, endpoint, pacer)
  return createEcrPublicReader(createEcrPublic(config, source, pacer))
}
