/**
 * The one client of the ECR Public API, and where it sends its calls: the embedded registry with the read-only
 * credentials of `DATA_DIR`, the real service, or any compatible endpoint with the standard AWS credential
 * chain. Everything above this file is the same in all three.
 */
import { join } from 'node:path'
import { ECRPUBLICClient, type ECRPUBLICClientConfig } from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import type { Config } from '#lib/config/config.ts'
import { toReachableUrl } from '#lib/config/listening-address.ts'
import type { EcrPublic } from './call-api.ts'

/** The profile that the registry writes into `DATA_DIR/credentials` for the gallery. */
const galleryProfile = 'gallery'

/** The API exists in this Region only; a compatible endpoint accepts it too. */
const region = 'us-east-1'

/** Makes a client. Credentials are read at the first call, so the registry may start later than the gallery. */
export function createEcrPublic(config: Config): EcrPublic {
  const endpoint = toEndpointUrl(config)
  const options: ECRPUBLICClientConfig = {
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
  }
  if (endpoint !== null) options.endpoint = endpoint
  if (config.source.kind === 'embedded') {
    options.credentials = fromIni({
      profile: galleryProfile,
      filepath: join(config.dataDir, 'credentials'),
      ignoreCache: true,
    })
  }
  return { client: new ECRPUBLICClient(options), endpoint }
}

/** The endpoint's URL without a trailing slash; null for the real service, whose address the SDK knows. */
export function toEndpointUrl(config: Config): string | null {
  if (config.source.kind === 'embedded') return toReachableUrl(config.host, config.registryPort)
  return config.source.kind === 'endpoint' ? config.source.url.replace(/\/+$/, '') : null
}
