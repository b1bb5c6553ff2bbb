/** What a gallery and a registry of a browser or protocol test are told, as one environment of both. */

export interface PairPlace {
  galleryPort: number
  registryPort: number
  dataDir: string
}

/** Every variable is set, so that nothing set on the developer's machine reaches the test. */
export function toPairEnvironment({ galleryPort, registryPort, dataDir }: PairPlace): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    GALLERY_PORT: String(galleryPort),
    GALLERY_URL: '',
    REGISTRY_PORT: String(registryPort),
    REGISTRY_HOST: '',
    REGISTRY_URL: '',
    DATA_DIR: dataDir,
    DEMO: '0',
    ECR_PUBLIC_ENDPOINT: '',
    CATALOG_SOURCES_FILE: '',
    SYNC_INTERVAL_SECONDS: '',
    LOG_LEVEL: 'warn',
    AWS_PROFILE: '',
    AWS_SESSION_TOKEN: '',
  }
}
