/**
 * The keys of one issuer: found by its configuration (OpenID Connect Discovery 1.0, section 4), kept for an hour, and read
 * again at a key id that is not among them, but once a minute at most, so that strangers with made-up tokens cannot make
 * the registry call the issuer all the time.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { isSafe, type OidcIssuer } from '#lib/config/oidc-issuers.ts'

const keptMs = 60 * 60 * 1000
const unknownKeyPauseMs = 60 * 1000
const failurePauseMs = 10 * 1000

export interface LoadedKeys {
  jwksUri: string
  keys: JSONWebKeySet['keys']
  at: Date
}

export interface IssuerKeys {
  /** For `jwtVerify`. Throws IssuerError when the issuer cannot be read. */
  getKey: JWTVerifyGetKey
  /** Reads the keys now. Throws IssuerError. */
  load(): Promise<LoadedKeys>
  /** What is kept; null until a token was there to verify. */
  kept(): LoadedKeys | null
}

/** The issuer does not answer as it should. The message is for the operator. */
export class IssuerError extends Error {
  override name = 'IssuerError'
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() })
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })

interface Found {
  loaded: LoadedKeys
  find: JWTVerifyGetKey
}

export interface IssuerKeyParts {
  clock: () => Date
  fetchJson: (url: string) => Promise<unknown>
}

export function createIssuerKeys(issuer: OidcIssuer, { clock, fetchJson }: IssuerKeyParts): IssuerKeys {
  let kept: Found | null = null
  let loading: Promise<Found> | null = null
  let failed: { atMs: number; error: unknown } | null = null
  let unknownKeyAtMs = Number.NEGATIVE_INFINITY

  const read = async (): Promise<Found> => {
    const jwksUri = issuer.jwksUri ?? (await discover(issuer, fetchJson))
    const { keys } = await readForm(keySetSchema, jwksUri, fetchJson)
    // A secret that both sides have is no key for what strangers verify.
    const loaded = { jwksUri, keys: keys.filter(({ kty }) => kty !== 'oct'), at: clock() }
    return { loaded, find: createLocalJWKSet({ keys: loaded.keys }) }
  }
  // Callers that come while it is being read wait for the same answer.
  const load = (): Promise<Found> => {
    loading ??= read()
      .then(
        (found) => {
          failed = null
          kept = found
          return found
        },
        (error: unknown) => {
          failed = { atMs: clock().getTime(), error }
          throw error
        },
      )
      .finally(() => {
        loading = null
      })
    return loading
  }
  const readKept = async (nowMs: number): Promise<Found> => {
    if (kept !== null && nowMs - kept.loaded.at.getTime() < keptMs) return kept
    if (failed !== null && nowMs - failed.atMs < failurePauseMs) throw failed.error
    return load()
  }

  return {
    async getKey(header, token) {
      const nowMs = clock().getTime()
      const { find } = await readKept(nowMs)
      try {
        return await find(header, token)
      } catch (error) {
        const isUnknown = error instanceof errors.JWKSNoMatchingKey
        if (!isUnknown || nowMs - unknownKeyAtMs < unknownKeyPauseMs) throw error
        unknownKeyAtMs = nowMs
        return (await load()).find(header, token)
      }
    },
    load: async () => (await load()).loaded,
    kept: () => kept?.loaded ?? null,
  }
}

/** Where the keys are. What an issuer says leads nowhere but to itself; the operator alone can name another address. */
async function discover({ issuer }: OidcIssuer, fetchJson: IssuerKeyParts['fetchJson']): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { issuer: named, jwks_uri: jwksUri } = await readForm(discoverySchema, url, fetchJson)
  if (named !== issuer) {
    throw new IssuerError(`${url} is the configuration of '${named.slice(0, 200)}', not of '${issuer}'.`)
  }
  if (!isSafe(jwksUri) || new URL(jwksUri).origin !== new URL(issuer).origin) {
    throw new IssuerError(
      `${url} names keys at another address than the issuer's own, ${jwksUri.slice(0, 200)}. If that is right, enter it as jwksUri of this issuer.`,
    )
  }
  return jwksUri
}

async function readForm<Form>(
  schema: z.ZodType<Form>,
  url: string,
  fetchJson: IssuerKeyParts['fetchJson'],
): Promise<Form> {
  const document = await fetchJson(url).catch((error: unknown) => {
    throw new IssuerError(`${url} cannot be read: ${toReason(error)}`, { cause: error })
  })
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new IssuerError(`${url} is not what it should be: ${issue?.path.join('.')}: ${issue?.message}.`)
}

/** `fetch` says why it failed in the cause. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
