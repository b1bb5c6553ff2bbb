/** The OIDC issuers whose tokens can be exchanged, and whether one can be read. */
import { IssuerError, type LoadedKeys } from '#registry/domain/federation/issuer-keys.ts'
import type { Issuers } from '#registry/domain/federation/issuers.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'

/** Those that are configured, without asking any of them. */
export function listIssuers({ issuers }: { issuers: Issuers }) {
  return [...issuers.values()].map(({ issuer, provider, audiences, algorithms, keys }) => ({
    issuer,
    provider,
    audiences,
    algorithms,
    /** When the keys that are kept were read, as ISO 8601; null while none are. */
    keysReadAt: keys.kept()?.at.toISOString() ?? null,
  }))
}

/**
 * Reads an issuer's configuration and keys now, as for a token.
 * @throws {OperatorError} when it is not configured, or does not answer as it should
 */
export async function checkIssuer({ issuers }: { issuers: Issuers }, { issuer: name }: { issuer: string }) {
  const issuer = issuers.get(name)
  if (issuer === undefined) {
    throw new OperatorError(
      `The issuer '${name}' is not in OIDC_ISSUERS_FILE. \`oidc list\` shows those that are.`,
    )
  }
  const loaded = await issuer.keys.load().catch((error: unknown): never => {
    if (error instanceof IssuerError) throw new OperatorError(error.message, { cause: error })
    throw error
  })
  const { algorithms } = issuer
  return { issuer: name, jwksUri: loaded.jwksUri, keys: loaded.keys.map((key) => toKey(key, algorithms)) }
}

function toKey({ kid, kty, alg, use }: LoadedKeys['keys'][number], algorithms: readonly string[]) {
  const isTaken = (alg === undefined || algorithms.includes(alg)) && use !== 'enc'
  return { kid: kid ?? null, kty: kty ?? '', alg: alg ?? null, isTaken }
}
