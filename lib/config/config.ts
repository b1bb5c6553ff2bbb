/**
 * The one reader of the environment. Every variable is described in `environment.ts`; one that is not there does not exist.
 */
import { resolve } from 'node:path'
import type { z } from 'zod'
import { environment } from './environment.ts'
import { findUnknownNames } from './find-unknown-names.ts'
import type { GalleryApiEndpoint, OciEndpoint } from './foreign-endpoints.ts'
import type { KeySource } from './key-source.ts'
import { type Network, networks } from './networks.ts'
import { type S3Settings, toS3Settings } from './s3-settings.ts'
import type { TrustedProxies } from './trusted-proxies.ts'

const knownNames = Object.keys(environment.shape)

/** Where API calls go. */
export type ApiEndpoint = { kind: 'embedded' } | { kind: 'aws' } | { kind: 'endpoint'; url: string }

export type Endpoint = ApiEndpoint | OciEndpoint | GalleryApiEndpoint

/** Absolute paths of PEM files: a certificate with those that lead to its root, and its key. */
export interface TlsFiles {
  certificateFile: string
  keyFile: string
}

export interface Config {
  host: string
  galleryPort: number
  /** Without a trailing slash. */
  galleryUrl: string
  /** Where visitors reach the operator: a URL or an e-mail address; null when that is not set. */
  galleryContact: string | null
  registryPort: number
  /** Host (and port) in image references, for example `localhost:5050`. */
  registryHost: string
  /** Without a trailing slash. */
  registryUrl: string
  /** Absolute path. */
  dataDir: string
  /** Of the PostgreSQL database that has the metadata; null for a file in `dataDir`. */
  databaseUrl: string | null
  /** The bucket that has the content of images; null where files in `dataDir` have it. */
  s3: S3Settings | null
  registryKey: KeySource
  demo: boolean
  /** Whether display names and logos of publishers without the verified mark are public. */
  showUnverifiedNames: boolean
  /** Where the gallery reads the catalogue; see catalog-sources.ts for the file. */
  source: ApiEndpoint | { kind: 'file'; path: string }
  /** Absolute path; null for the built-in names only. */
  searchAlternativesFile: string | null
  syncIntervalMs: number
  /** Null for none. */
  syncRequestsPerSecond: number | null
  syncRequestsPerHour: number
  sourceTimeoutMs: number
  garbageIntervalMs: number
  garbageGraceMs: number
  /** Null keeps all. */
  auditRetentionMs: number | null
  /** Within which all blobs are read again; null for never. */
  scrubMs: number | null
  scrubBytesPerSecond: number
  /** For what was found out about the content of images. */
  findingsBytes: number
  /** Of the largest image whose files are listed, compressed; 0 for none. */
  insideBytes: number
  /** For images of other hosts; 0 when none are shown. */
  remoteImagesBytes: number
  /** Kept free on the disk, once as a file and once as a mark. */
  reserveBytes: number
  auditFilesBytes: number
  auditFilesMs: number
  auditFileBytes: number
  trustedProxies: TrustedProxies
  /** The one header in which the trusted proxies name the client. */
  forwardedHeader: z.infer<typeof environment>['FORWARDED_HEADER']
  rateLimits: z.infer<typeof environment>['RATE_LIMITS']
  anonymousPullsPerSecond: number
  anonymousDataPerMonthBytes: number
  rateBurstSeconds: number
  unlimitedClients: Network[]
  /** Of one client; 0 for no limit. */
  searchesPerSecond: number
  maxRequests: number
  maxRequestsPerClient: number
  maxOpenUploads: number
  minUploadBytesPerSecond: number
  /** Absolute path; null for the root that ships with the gallery. See trust-instance.ts. */
  trustedRootFile: string | null
  /** Absolute path; null for none. See trust-instance.ts. */
  signersFile: string | null
  /** Absolute path; null for none. See oidc-issuers.ts. */
  oidcIssuersFile: string | null
  /** Registries whose images can be pulled through this one; null for none. */
  upstreamsFile: string | null
  /** After a stop is asked for: how long everything is still served, then how long what has begun may take. */
  drainDelayMs: number
  drainMs: number
  /** Null for none. */
  registryMetricsPort: number | null
  /** Null for none. */
  galleryMetricsPort: number | null
  metricsHost: string
  /** Null where it speaks plain HTTP. */
  registryTls: TlsFiles | null
  galleryTls: TlsFiles | null
  logLevel: z.infer<typeof environment>['LOG_LEVEL']
}

/** A variable that cannot be used; the message names each variable and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the configuration. An empty variable counts as unset, as shells and compose files leave them so.
 * @throws {ConfigError} naming every variable that is wrong, or that is like one of these and does not exist
 * @example readConfig({ REGISTRY_PORT: '5051' }).registryHost // 'localhost:5051'
 */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const unknown = findUnknownNames(Object.keys(given), knownNames)
  const parsed = environment.safeParse(given)
  const unclear = findUnclearValues(given, parsed.data ?? {})
  if (!parsed.success || unknown.length > 0 || unclear.size > 0) {
    const wrong = (parsed.error?.issues ?? [])
      .map((issue) => [issue.path.join('.'), toWords(issue)] as const)
      .filter(([name]) => !unclear.has(name))
    const lines = [...unknown, ...[...unclear, ...wrong].map(([name, problem]) => `  ${name}: ${problem}`)]
    throw new ConfigError(`The configuration cannot be used:\n${lines.join('\n')}`)
  }
  const env = parsed.data
  if (env.BLOB_REDIRECT === 'on' && env.BLOB_STORE === 'files') {
    throw new ConfigError(
      'The configuration cannot be used:\n  BLOB_REDIRECT: there is nowhere to lead to without a bucket in BLOB_STORE',
    )
  }
  const registryTls = toTlsFiles('REGISTRY_TLS', env.REGISTRY_TLS_CERT_FILE, env.REGISTRY_TLS_KEY_FILE)
  const galleryTls = toTlsFiles('GALLERY_TLS', env.GALLERY_TLS_CERT_FILE, env.GALLERY_TLS_KEY_FILE)
  const registryHost = env.REGISTRY_HOST ?? `localhost:${env.REGISTRY_PORT}`
  return {
    host: env.HOST,
    galleryPort: env.GALLERY_PORT,
    galleryContact: env.GALLERY_CONTACT ?? null,
    galleryUrl: withoutTrailingSlash(
      env.GALLERY_URL ?? `${toScheme(galleryTls)}://localhost:${env.GALLERY_PORT}`,
    ),
    registryPort: env.REGISTRY_PORT,
    registryHost,
    registryUrl: withoutTrailingSlash(env.REGISTRY_URL ?? `${toScheme(registryTls)}://${registryHost}`),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    s3: toS3Settings(env),
    registryKey: toKeySource(env),
    demo: env.DEMO === '1',
    showUnverifiedNames: env.SHOW_UNVERIFIED_NAMES === '1',
    source: toSource(env),
    searchAlternativesFile:
      env.SEARCH_ALTERNATIVES_FILE === undefined ? null : resolve(env.SEARCH_ALTERNATIVES_FILE),
    syncIntervalMs: env.SYNC_INTERVAL_SECONDS * 1000,
    syncRequestsPerSecond: env.SYNC_REQUESTS_PER_SECOND ?? null,
    syncRequestsPerHour: env.SYNC_REQUESTS_PER_HOUR,
    sourceTimeoutMs: env.SOURCE_TIMEOUT_SECONDS * 1000,
    garbageIntervalMs: env.GC_INTERVAL_SECONDS * 1000,
    garbageGraceMs: env.GC_GRACE_SECONDS * 1000,
    auditRetentionMs: env.AUDIT_RETENTION_DAYS === 0 ? null : env.AUDIT_RETENTION_DAYS * 86_400_000,
    scrubMs: env.SCRUB_DAYS === 0 ? null : env.SCRUB_DAYS * 86_400_000,
    scrubBytesPerSecond: env.SCRUB_MEGABYTES_PER_SECOND * 1_000_000,
    findingsBytes: env.FINDINGS_MEGABYTES * 1_000_000,
    insideBytes: env.INSIDE_MEGABYTES * 1_000_000,
    remoteImagesBytes: env.REMOTE_IMAGES_MEGABYTES * 1_000_000,
    reserveBytes: env.RESERVE_MEGABYTES * 1_000_000,
    auditFilesBytes: env.AUDIT_FILES_MEGABYTES * 1_000_000,
    auditFilesMs: env.AUDIT_FILES_DAYS * 86_400_000,
    auditFileBytes: env.AUDIT_FILE_MEGABYTES * 1_000_000,
    trustedProxies: env.TRUSTED_PROXIES ?? { kind: 'none' },
    forwardedHeader: env.FORWARDED_HEADER,
    rateLimits: env.RATE_LIMITS,
    anonymousPullsPerSecond: env.ANONYMOUS_PULLS_PER_SECOND,
    anonymousDataPerMonthBytes: env.ANONYMOUS_DATA_GB_PER_MONTH * 1_000_000_000,
    rateBurstSeconds: env.RATE_BURST_SECONDS,
    searchesPerSecond: env.SEARCHES_PER_SECOND,
    unlimitedClients: env.UNLIMITED_CLIENTS ?? networks.parse('127.0.0.0/8,::1'),
    maxRequests: env.MAX_REQUESTS,
    maxRequestsPerClient: env.MAX_REQUESTS_PER_CLIENT,
    maxOpenUploads: env.MAX_OPEN_UPLOADS,
    minUploadBytesPerSecond: env.MIN_UPLOAD_BYTES_PER_SECOND,
    trustedRootFile:
      env.SIGSTORE_TRUSTED_ROOT_FILE === undefined ? null : resolve(env.SIGSTORE_TRUSTED_ROOT_FILE),
    signersFile: env.SIGNERS_FILE === undefined ? null : resolve(env.SIGNERS_FILE),
    upstreamsFile: env.UPSTREAMS_FILE === undefined ? null : resolve(env.UPSTREAMS_FILE),
    oidcIssuersFile: env.OIDC_ISSUERS_FILE === undefined ? null : resolve(env.OIDC_ISSUERS_FILE),
    drainDelayMs: env.DRAIN_DELAY_SECONDS * 1000,
    drainMs: env.DRAIN_SECONDS * 1000,
    registryMetricsPort: env.REGISTRY_METRICS_PORT ?? null,
    galleryMetricsPort: env.GALLERY_METRICS_PORT ?? null,
    metricsHost: env.METRICS_HOST,
    registryTls,
    galleryTls,
    logLevel: env.LOG_LEVEL,
  }
}

function toSource({
  ECR_PUBLIC_ENDPOINT: endpoint,
  CATALOG_SOURCES_FILE: file,
}: z.infer<typeof environment>): Config['source'] {
  if (file !== undefined) {
    if (endpoint === undefined) return { kind: 'file', path: resolve(file) }
    throw new ConfigError(
      'The configuration cannot be used:\n  ECR_PUBLIC_ENDPOINT and CATALOG_SOURCES_FILE: set one of them; the file can name the endpoint as a source.',
    )
  }
  if (endpoint === undefined) return { kind: 'embedded' }
  return endpoint === 'aws' ? { kind: 'aws' } : { kind: 'endpoint', url: endpoint }
}

const decimal = 'must be a number in decimal digits, such as 10 or 0.5'

/** The reason in words; a library's own say little of what was wanted. */
function toWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'number') return decimal
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'must be an http or https URL'
  if (issue.code === 'invalid_format' && issue.format === 'email') return 'an e-mail address'
  if (issue.code === 'invalid_union') {
    const wanted = issue.errors.flat().map(toWords)
    return wanted.length === 0 ? issue.message : [...new Set(wanted)].join(', or ')
  }
  return issue.message
}

/** May have line ends in them, which mean something there. */
const severalLines: ReadonlySet<string> = new Set(['REGISTRY_KEY', 'REGISTRY_KEY_COMMAND'])

/** What a file of variables or a shell has added to a value unseen, and numbers that are not written as people read them. */
function findUnclearValues(
  given: Record<string, string | undefined>,
  parsed: Partial<z.infer<typeof environment>>,
): Map<string, string> {
  const unclear = new Map<string, string>()
  const read: Record<string, unknown> = parsed
  for (const name of knownNames) {
    const value = given[name]
    if (value === undefined || severalLines.has(name)) continue
    if (value !== value.trim()) {
      unclear.set(name, 'has a space or a line end before or behind its value; write it without')
    } else if (/\p{Cc}/u.test(value)) {
      unclear.set(name, 'has a line end, a tab or another control character in it; write it without')
    } else if (typeof read[name] === 'number' && !/^-?\d+(?:\.\d+)?$/.test(value)) {
      unclear.set(name, decimal)
    }
  }
  return unclear
}

function toTlsFiles(prefix: string, cert: string | undefined, key: string | undefined): TlsFiles | null {
  if (cert !== undefined && key !== undefined) {
    return { certificateFile: resolve(cert), keyFile: resolve(key) }
  }
  if (cert === undefined && key === undefined) return null
  throw new ConfigError(
    `The configuration cannot be used:\n  ${prefix}_CERT_FILE and ${prefix}_KEY_FILE: set both of them, or none.`,
  )
}

function toScheme(tls: TlsFiles | null): 'http' | 'https' {
  return tls === null ? 'http' : 'https'
}

function withoutTrailingSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url
}

/** @throws {ConfigError} when several are given */
function toKeySource(env: z.infer<typeof environment>): KeySource {
  const given: KeySource[] = []
  if (env.REGISTRY_KEY !== undefined) given.push({ kind: 'text', text: env.REGISTRY_KEY })
  if (env.REGISTRY_KEY_FILE !== undefined) given.push({ kind: 'file', path: resolve(env.REGISTRY_KEY_FILE) })
  if (env.REGISTRY_KEY_COMMAND !== undefined) {
    given.push({ kind: 'command', command: env.REGISTRY_KEY_COMMAND })
  }
  const [source = { kind: 'own' } as const, another] = given
  if (another === undefined) return source
  throw new ConfigError(
    'The configuration cannot be used:\n  REGISTRY_KEY, REGISTRY_KEY_FILE, REGISTRY_KEY_COMMAND: only one of them can be set',
  )
}
