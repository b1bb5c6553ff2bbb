/** The entries of CATALOG_SOURCES_FILE that are no ECR Public API: registries of any kind, and the API of another gallery. */
import { z } from 'zod'
import type { CredentialsPlace, GalleryApiEndpoint, OciEndpoint } from './foreign-endpoints.ts'
import { hostName, httpUrl, sourceName } from './source-fields.ts'

/** Origins only: the names of the API begin at the root. */
const origin = httpUrl.refine((text) => /^https?:\/\/[^/@?#]+\/?$/.test(text), {
  error: 'must be an address without a path, and without credentials: https://registry.example',
})

const credentials = z
  .strictObject({
    username: z.string().min(1).max(255).optional(),
    passwordFile: z.string().min(1).optional(),
    passwordVariable: z.string().min(1).optional(),
    tokenFile: z.string().min(1).optional(),
    tokenVariable: z.string().min(1).optional(),
  })
  .check(({ value, issues }) => {
    const { username, ...places } = value
    const report = (message: string) => issues.push({ code: 'custom', input: value, path: [], message })
    const named = Object.keys(places)
    if (named.length !== 1) {
      report('must name one of passwordFile, passwordVariable, tokenFile and tokenVariable')
    } else if ((username === undefined) !== (named[0]?.startsWith('token') === true)) {
      report('a username goes with a password, and not with a token')
    }
  })

/** Long enough for any name; what it names is found without a regular expression. */
const pattern = z
  .string()
  .max(255)
  .regex(/^[a-z0-9*][a-z0-9*._/-]*$/, 'must be a name, or a pattern such as team/*')

export const ociEntry = z.strictObject({
  kind: z.literal('oci'),
  name: sourceName,
  endpoint: origin,
  alias: z
    .string()
    .min(2)
    .max(50)
    .regex(
      /^[a-z][a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      'must be of 2 to 50 characters a-z, 0-9, and between them ., _ or -',
    ),
  displayName: z.string().min(1).max(100).optional(),
  verified: z.boolean().default(false),
  logo: z.url({ protocol: /^https$/, error: 'must be an https URL' }).optional(),
  pullHost: hostName.optional(),
  repositories: z.array(pattern).min(1).max(20_000).optional(),
  credentials: credentials.optional(),
  tokenHosts: z.array(hostName).max(10).default([]),
})

export const galleryApiEntry = z.strictObject({
  kind: z.literal('ecr-public-gallery'),
  name: sourceName,
  endpoint: httpUrl.default('https://api.us-east-1.gallery.ecr.aws'),
  pullHost: hostName.default('public.ecr.aws'),
  searchTerms: z.array(z.string().max(100)).min(1).max(200).default(['']),
  maxRepositories: z.number().int().min(1).max(50_000).default(5_000),
  requestsPerSecond: z.number().positive().max(50).default(1),
})

/** The endpoint of an entry. */
export function toOciEndpoint(entry: z.output<typeof ociEntry>): OciEndpoint {
  const url = new URL(entry.endpoint)
  return {
    kind: 'oci',
    url: url.origin,
    pullHost: entry.pullHost ?? url.host,
    alias: entry.alias,
    displayName: entry.displayName ?? null,
    verified: entry.verified,
    logoUrl: entry.logo ?? null,
    repositories: entry.repositories ?? null,
    credentials: entry.credentials === undefined ? null : toPlace(entry.credentials),
    tokenHosts: entry.tokenHosts,
  }
}

/** The endpoint of an entry. */
export function toGalleryApiEndpoint({
  endpoint,
  pullHost,
  searchTerms,
  maxRepositories,
  requestsPerSecond,
}: z.output<typeof galleryApiEntry>): GalleryApiEndpoint {
  const url = endpoint.replace(/(?<!\/)\/+$/, '')
  return { kind: 'ecr-public-gallery', url, pullHost, searchTerms, maxRepositories, requestsPerSecond }
}

function toPlace(given: z.output<typeof credentials>): CredentialsPlace {
  const { username = null, passwordFile, passwordVariable, tokenFile, tokenVariable } = given
  const file = passwordFile ?? tokenFile
  return {
    username,
    from: file === undefined ? { variable: passwordVariable ?? tokenVariable ?? '' } : { file },
  }
}
