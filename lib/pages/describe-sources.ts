/** What the documentation says of where this gallery reads: who vouches for publishers there, and where they publish. */
import { readConfig } from '#lib/config/config.ts'
import { getSources } from '#lib/runtime/catalog-instance.ts'

/** Of several sources, this gallery's own registry is the one to publish to; null stands for the real service. */
export function getPublishingEndpoint(): string | null {
  const sources = getSources()
  const apis = sources.filter(({ endpoint }) => ['embedded', 'aws', 'endpoint'].includes(endpoint.kind))
  const { endpoint } = apis.find((source) => source.endpoint.kind === 'embedded') ?? apis[0] ?? {}
  if (endpoint?.kind === 'embedded') return readConfig().registryUrl
  return endpoint?.kind === 'endpoint' ? endpoint.url : null
}

/** The people who run a registry of this kind, Amazon for its own, or each for its own where there are both. */
export function getVerifier(): 'operator' | 'amazon' | 'both' {
  const isAmazon = (kind: string) => kind === 'aws' || kind === 'ecr-public-gallery'
  const kinds = new Set(getSources().map(({ endpoint }) => isAmazon(endpoint.kind)))
  if (kinds.size === 2) return 'both'
  return kinds.has(true) ? 'amazon' : 'operator'
}
