/**
 * The credentials that a source is read with: the embedded registry's own, a profile, or a role that is assumed with
 * either. Read at the first call and renewed by the SDK before they expire.
 */
import { join } from 'node:path'
import type { ECRPUBLICClientConfig } from '@aws-sdk/client-ecr-public'
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type { CatalogSource } from '#lib/config/catalog-sources.ts'

/** The profile that the registry writes into `DATA_DIR/credentials` for the gallery. */
const galleryProfile = 'gallery'

const sessionName = 'public-gallery'

/** What a client is given; undefined for the standard chain of the SDK. */
export function toSourceCredentials(
  { endpoint, profile, role, region }: CatalogSource,
  dataDir: string,
): ECRPUBLICClientConfig['credentials'] {
  if (endpoint.kind === 'embedded') {
    return fromIni({ profile: galleryProfile, filepath: join(dataDir, 'credentials'), ignoreCache: true })
  }
  const ofProfile = profile === null ? undefined : fromIni({ profile, ignoreCache: true })
  if (role === null) return ofProfile
  return fromTemporaryCredentials({
    ...(ofProfile === undefined ? {} : { masterCredentials: ofProfile }),
    params: {
      RoleArn: role.arn,
      RoleSessionName: sessionName,
      ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: {
      region,
      maxAttempts: 2,
      ...(role.stsEndpoint === null ? {} : { endpoint: role.stsEndpoint }),
    },
  })
}
