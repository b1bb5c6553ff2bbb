/** Where publishers of this gallery send their calls of the ECR Public API. */
import { readConfig } from '#lib/config/config.ts'
import { getSources } from '#lib/runtime/catalog-instance.ts'

/** Of several sources, this gallery's own registry is the one to publish to; null stands for the real service. */
export function getPublishingEndpoint(): string | null {
  const sources = getSources()
  const { endpoint } = sources.find((source) => source.endpoint.kind === 'embedded') ?? sources[0] ?? {}
  if (endpoint?.kind === 'embedded') return readConfig().registryUrl
  return endpoint?.kind === 'endpoint' ? endpoint.url : null
}
