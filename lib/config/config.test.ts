/** Guards the contract of names and defaults that users, scripts and tests rely on. */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

describe('readConfig', () => {
  test('needs no variable at all', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      galleryPort: 3000,
      galleryContact: null,
      galleryUrl: 'http://localhost:3000',
      registryPort: 5050,
      registryHost: 'localhost:5050',
      registryUrl: 'http://localhost:5050',
      dataDir: resolve('data'),
      databaseUrl: null,
      s3: null,
      registryKey: { kind: 'own' },
      demo: true,
      showUnverifiedNames: true,
      source: { kind: 'embedded' },
      searchAlternativesFile: null,
      syncIntervalMs: 300_000,
      syncRequestsPerSecond: null,
      syncRequestsPerHour: 7_200,
      sourceTimeoutMs: 4_000,
      garbageIntervalMs: 3_600_000,
      garbageGraceMs: 86_400_000,
      trustedProxies: { kind: 'none' },
      forwardedHeader: 'x-forwarded-for',
      rateLimits: 'off',
      anonymousPullsPerSecond: 1,
      scrubMs: 2_592_000_000,
      scrubBytesPerSecond: 20_000_000,
      findingsBytes: 512_000_000,
      insideBytes: 512_000_000,
      remoteImagesBytes: 256_000_000,
      reserveBytes: 64_000_000,
      auditFileBytes: 64_000_000,
      auditFilesBytes: 5_000_000_000,
      auditFilesMs: 31_536_000_000,
      auditRetentionMs: 7_776_000_000,
      anonymousDataPerMonthBytes: 500_000_000_000,
      rateBurstSeconds: 10,
      registryMetricsPort: null,
      galleryMetricsPort: null,
      metricsHost: '127.0.0.1',
      registryTls: null,
      galleryTls: null,
      searchesPerSecond: 20,
      unlimitedClients: [
        { address: '127.0.0.0', prefixBits: 8, family: 'ipv4' },
        { address: '::1', prefixBits: 128, family: 'ipv6' },
      ],
      maxRequests: 5000,
      maxRequestsPerClient: 500,
      maxOpenUploads: 500,
      minUploadBytesPerSecond: 1024,
      trustedRootFile: null,
      signersFile: null,
      upstreamsFile: null,
      oidcIssuersFile: null,
      drainDelayMs: 0,
      drainMs: 25_000,
      logLevel: 'info',
    })
  })

  test('derives the shown addresses from the ports', () => {
    const config = readConfig({ GALLERY_PORT: '8080', REGISTRY_PORT: '8081' })
    expect(config.galleryUrl).toBe('http://localhost:8080')
    expect(config.registryHost).toBe('localhost:8081')
    expect(config.registryUrl).toBe('http://localhost:8081')
  })

  test('takes the shown addresses over the ports, without a trailing slash', () => {
    const config = readConfig({
      GALLERY_URL: 'https://gallery.example.com/',
      REGISTRY_HOST: 'registry.example.com',
      REGISTRY_URL: 'https://logos.example.com/',
    })
    expect(config.galleryUrl).toBe('https://gallery.example.com')
    expect(config.registryHost).toBe('registry.example.com')
    expect(config.registryUrl).toBe('https://logos.example.com')
  })

  test('derives https where a program has TLS of its own, and takes no certificate without a key', () => {
    const config = readConfig({ REGISTRY_TLS_CERT_FILE: '/a.pem', REGISTRY_TLS_KEY_FILE: '/b.pem' })
    expect(config.registryTls).toEqual({ certificateFile: '/a.pem', keyFile: '/b.pem' })
    expect(config.registryUrl).toBe('https://localhost:5050')
    expect(config.galleryUrl).toBe('http://localhost:3000')
    expect(() => readConfig({ GALLERY_TLS_CERT_FILE: '/a.pem' })).toThrow(/GALLERY_TLS_KEY_FILE: set both/)
  })

  test('counts an empty variable as unset', () => {
    expect(readConfig({ GALLERY_PORT: '', ECR_PUBLIC_ENDPOINT: '', DEMO: '' })).toEqual(readConfig({}))
  })

  test.each([
    ['aws', { kind: 'aws' }],
    ['http://127.0.0.1:5252', { kind: 'endpoint', url: 'http://127.0.0.1:5252' }],
  ])('ECR_PUBLIC_ENDPOINT=%s says where the calls go', (endpoint, source) => {
    expect(readConfig({ ECR_PUBLIC_ENDPOINT: endpoint }).source).toEqual(source)
  })

  test.each([
    ['GALLERY_PORT', '65536'],
    ['GALLERY_PORT', 'http'],
    ['REGISTRY_PORT', '-1'],
    ['REGISTRY_HOST', 'http://localhost:5050'],
    ['REGISTRY_URL', 'ftp://localhost'],
    ['GALLERY_URL', 'javascript:alert(1)'],
    ['ECR_PUBLIC_ENDPOINT', 'Aws'],
    ['DEMO', 'yes'],
    ['SYNC_INTERVAL_SECONDS', '0'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError)
    expect(() => readConfig({ [name]: value })).toThrow(name)
  })

  test.each([
    ['DATA_DIR', '  ', 'has a space or a line end before or behind'],
    ['HOST', ' 127.0.0.1', 'has a space or a line end before or behind'],
    ['REGISTRY_PORT', '5050\r', 'has a space or a line end before or behind'],
    ['UPSTREAMS_FILE', '/etc/upstreams.json\n', 'has a space or a line end before or behind'],
    ['DATA_DIR', '/srv/a\nb', 'has a line end, a tab'],
    ['REGISTRY_PORT', '0x1f', 'must be a number in decimal digits'],
    ['REGISTRY_PORT', '1e3', 'must be a number in decimal digits'],
    ['REGISTRY_PORT', '٣٠٠٠', 'must be a number in decimal digits'],
    ['GALLERY_PORT', '6000', 'is a port that browsers refuse to connect to'],
    ['REGISTRY_PORT', '5061', 'is a port that browsers refuse to connect to'],
    ['GC_GRACE_SECONDS', 'NaN', 'must be a number in decimal digits'],
    ['SYNC_REQUESTS_PER_SECOND', '1e400', 'must be a number in decimal digits'],
    ['REGISTRY_URL', 'ftp://x', 'must be an http or https URL'],
    ['GALLERY_CONTACT', 'somebody', 'must be an http or https URL, or an e-mail address'],
  ])('says of %s what is wrong with %j', (name, value, words) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}: ${words}`)
  })

  test('lets a secret and a command have several lines', () => {
    const key = `${'a'.repeat(64)}\n`
    expect(readConfig({ REGISTRY_KEY: key }).registryKey).toMatchObject({ kind: 'text' })
  })

  test('names every variable that is wrong, not only the first', () => {
    expect(() => readConfig({ GALLERY_PORT: 'x', DEMO: 'y' })).toThrow(/GALLERY_PORT[\s\S]*DEMO/)
  })
})
