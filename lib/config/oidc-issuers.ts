/**
 * Issuers of OpenID Connect whose tokens can be exchanged for credentials, from the file that OIDC_ISSUERS_FILE names. None
 * is contacted, and no token taken, unless it is in that file.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Config, ConfigError } from './config.ts'
import { toEntryPlace } from './entry-place.ts'
import { isLoopback } from './listening-address.ts'

/** With a public and a private key. One key for both would let anyone who can verify a token also make one. */
export const oidcAlgorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
] as const

export interface OidcIssuer {
  /** As it stands in `iss`, character by character. */
  issuer: string
  /** The issuer without `https://`, as policies name it: `token.example.com/realms/ci`. */
  provider: string
  /** What a token may name as its audience. */
  audiences: string[]
  algorithms: (typeof oidcAlgorithms)[number][]
  /** Where its keys are; null where its configuration says so. */
  jwksUri: string | null
}

const address = z
  .url({ protocol: /^https?$/, error: 'must be an https URL' })
  .max(512)
  .refine(isSafe, 'must begin with https:// (http:// is for 127.0.0.1, ::1 and localhost only)')
  .refine(isPlain, 'must have no user, query or fragment')

const issuerEntry = z.strictObject({
  issuer: address,
  audiences: z.array(z.string().min(1).max(255)).min(1, 'must name an audience').max(100),
  algorithms: z.array(z.enum(oidcAlgorithms)).min(1).default(['RS256']),
  jwksUri: address.optional(),
})

const issuersFile = z
  .array(issuerEntry)
  .max(100)
  .check(({ value, issues }) => {
    const seen = new Set<string>()
    for (const [position, { issuer }] of value.entries()) {
      const provider = toProvider(issuer)
      if (seen.has(provider)) {
        const message = `'${issuer}' is there already`
        issues.push({ code: 'custom', input: value, path: [position, 'issuer'], message })
      }
      seen.add(provider)
    }
  })

/**
 * The issuers; none where no file is configured.
 * @throws {ConfigError} naming everything that is wrong with the file
 */
export function readOidcIssuers({ oidcIssuersFile: path }: Pick<Config, 'oidcIssuersFile'>): OidcIssuer[] {
  if (path === null) return []
  const parsed = issuersFile.safeParse(readJson(path))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${toEntryPlace(issue.path)}${issue.message}`)
    throw new ConfigError(`OIDC_ISSUERS_FILE ${path} cannot be used:\n${lines.join('\n')}`)
  }
  return parsed.data.map((entry) => ({
    ...entry,
    provider: toProvider(entry.issuer),
    jwksUri: entry.jwksUri ?? null,
  }))
}

/** True for https, and for http that does not leave this machine. */
export function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')))
}

function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === '' && !/[?#]/.test(text)
}

function toProvider(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`OIDC_ISSUERS_FILE ${path} cannot be read as JSON: ${reason}`, { cause: error })
  }
}
