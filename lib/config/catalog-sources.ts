/**
 * Where the gallery reads its catalogue: the one place that ECR_PUBLIC_ENDPOINT names, or the several that
 * CATALOG_SOURCES_FILE lists. The order matters: a registry belongs to the first source that gives it.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type ApiEndpoint, type Config, ConfigError, type Endpoint } from './config.ts'
import { galleryApiEntry, ociEntry, toGalleryApiEndpoint, toOciEndpoint } from './foreign-sources.ts'
import { toReachableUrl } from './listening-address.ts'
import { httpUrl, sourceName } from './source-fields.ts'

export interface CatalogSource {
  /** Shown to visitors of `/status`, and in the log. */
  name: string
  endpoint: Endpoint
  /** A profile of the AWS credential files; null for the standard chain. */
  profile: string | null
  /** Assumed with the credentials of the profile or the chain; null where those are used as they are. */
  role: { arn: string; externalId: string | null; stsEndpoint: string | null } | null
  /** What calls are signed for. The real service has this one only. */
  region: string
}

const apiEntry = z
  .strictObject({
    kind: z.literal('ecr-public').optional(),
    name: sourceName,
    endpoint: z
      .string()
      .refine(
        (text) => text === 'embedded' || text === 'aws' || httpUrl.safeParse(text).success,
        "must be 'embedded', 'aws' or an http(s) URL",
      ),
    profile: z.string().min(1).optional(),
    roleArn: z
      .string()
      .regex(
        /^arn:[a-z-]+:iam::\d{12}:role\/\S+$/,
        'must be the ARN of an IAM role: arn:aws:iam::123456789012:role/name',
      )
      .optional(),
    externalId: z.string().min(2).max(1224).optional(),
    stsEndpoint: httpUrl.optional(),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region, such as us-east-1')
      .default('us-east-1'),
  })
  .check(({ value, issues }) => {
    const report = (field: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [field], message })
    const needsRole = 'goes with roleArn, which is missing'
    if (value.externalId !== undefined && value.roleArn === undefined) report('externalId', needsRole)
    if (value.stsEndpoint !== undefined && value.roleArn === undefined) report('stsEndpoint', needsRole)
    if (value.endpoint !== 'embedded') return
    const own = 'must be left out: the embedded registry has its own credentials'
    if (value.profile !== undefined) report('profile', own)
    if (value.roleArn !== undefined) report('roleArn', own)
  })

const sourceEntry = z.discriminatedUnion('kind', [apiEntry, ociEntry, galleryApiEntry], {
  error: "kind must be 'ecr-public', 'oci' or 'ecr-public-gallery'",
})

/** The file that CATALOG_SOURCES_FILE names. */
const sourcesFile = z
  .array(sourceEntry)
  .min(1, 'must have at least one source')
  .max(50)
  .check(({ value, issues }) => {
    const seen = new Set<string>()
    let hasEmbedded = false
    const aliases = new Set<string>()
    for (const [position, entry] of value.entries()) {
      const { name, endpoint } = entry
      const report = (field: string, message: string) =>
        issues.push({ code: 'custom', input: value, path: [position, field], message })
      if (seen.has(name)) report('name', `'${name}' is the name of another source`)
      seen.add(name)
      if (endpoint === 'embedded' && hasEmbedded) report('endpoint', 'there is one embedded registry only')
      hasEmbedded ||= endpoint === 'embedded'
      if (entry.kind !== 'oci') continue
      if (aliases.has(entry.alias)) report('alias', `'${entry.alias}' is the alias of another source`)
      aliases.add(entry.alias)
    }
  })

/**
 * The sources, in their order.
 * @throws {ConfigError} naming everything that is wrong with the file
 * @example readCatalogSources(readConfig({}))[0]?.name // 'embedded'
 */
export function readCatalogSources(config: Pick<Config, 'source'>): CatalogSource[] {
  const { source } = config
  if (source.kind !== 'file') {
    const name = source.kind === 'endpoint' ? new URL(source.url).host : source.kind
    return [{ name, endpoint: source, profile: null, role: null, region: 'us-east-1' }]
  }
  const parsed = sourcesFile.safeParse(readJson(source.path))
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${toPlace(path)}${message}`)
    throw new ConfigError(`CATALOG_SOURCES_FILE ${source.path} cannot be used:\n${lines.join('\n')}`)
  }
  return parsed.data.map(toSource)
}

function toSource(entry: z.output<typeof sourceEntry>): CatalogSource {
  const { name } = entry
  if (entry.kind === 'oci') return toForeignSource(name, toOciEndpoint(entry))
  if (entry.kind === 'ecr-public-gallery') return toForeignSource(name, toGalleryApiEndpoint(entry))
  const { endpoint, profile, roleArn, externalId, stsEndpoint, region } = entry
  return {
    name,
    endpoint: toEndpoint(endpoint),
    profile: profile ?? null,
    role:
      roleArn === undefined
        ? null
        : { arn: roleArn, externalId: externalId ?? null, stsEndpoint: stsEndpoint ?? null },
    region,
  }
}

/** One that is not read by the AWS SDK. */
function toForeignSource(name: string, endpoint: Endpoint): CatalogSource {
  return { name, endpoint, profile: null, role: null, region: 'us-east-1' }
}

/** True when the embedded registry is one of the sources, and has to run beside the gallery. */
export function usesEmbeddedRegistry(config: Pick<Config, 'source'>): boolean {
  return readCatalogSources(config).some(({ endpoint }) => endpoint.kind === 'embedded')
}

/** The endpoint's URL without a trailing slash; null for the real service, whose address the SDK knows. */
export function toEndpointUrl(
  endpoint: Endpoint,
  config: Pick<Config, 'host' | 'registryPort'>,
): string | null {
  if (endpoint.kind === 'embedded') return toReachableUrl(config.host, config.registryPort)
  return endpoint.kind === 'aws' ? null : endpoint.url.replace(/(?<!\/)\/+$/, '')
}

function toEndpoint(text: string): ApiEndpoint {
  return text === 'embedded' || text === 'aws' ? { kind: text } : { kind: 'endpoint', url: text }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`CATALOG_SOURCES_FILE ${path} cannot be read as JSON: ${reason}`, { cause: error })
  }
}

/** As a reader of the file counts: the second source's name is `source 2, name: `. */
function toPlace([position, ...fields]: readonly PropertyKey[]): string {
  if (typeof position !== 'number') return ''
  return `source ${position + 1}${fields.length > 0 ? `, ${fields.join('.')}` : ''}: `
}
