/** The configured issuers, each with its keys. */

import type { Config } from '#lib/config/config.ts'
import { type OidcIssuer, readOidcIssuers } from '#lib/config/oidc-issuers.ts'
import { fetchJson } from './fetch-json.ts'
import { createIssuerKeys, type IssuerKeyParts, type IssuerKeys } from './issuer-keys.ts'

export type Issuer = OidcIssuer & { keys: IssuerKeys }

/** By the text of `iss`. */
export type Issuers = ReadonlyMap<string, Issuer>

/** @throws {ConfigError} when the file that names them cannot be used */
export function createIssuers(
  config: Pick<Config, 'oidcIssuersFile'>,
  clock: () => Date,
  fetch: IssuerKeyParts['fetchJson'] = (url) => fetchJson(url),
): Issuers {
  return new Map(
    readOidcIssuers(config).map((issuer) => [
      issuer.issuer,
      { ...issuer, keys: createIssuerKeys(issuer, { clock, fetchJson: fetch }) },
    ]),
  )
}
