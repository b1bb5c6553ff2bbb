/**
 * How a client is asked to authenticate (RFC 9110, section 11.6.1; distribution project, "Token Authentication
 * Specification"). The scope is what the request needs, see needed-scope.ts.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '#lib/config/config.ts'
import { OciError } from './oci-error.ts'

/** The error that makes a client fetch a token and come again. */
export function toChallenge(
  config: Config,
  headers: IncomingHttpHeaders,
  { scope, error, message }: { scope: string; error?: string; message?: string },
): OciError {
  const parameters = [
    `realm="${toOrigin(config, headers)}/token/"`,
    `service="${config.registryHost}"`,
    `scope="${scope}"`,
    ...(error === undefined ? [] : [`error="${error}"`]),
  ]
  return new OciError('DENIED', message ?? 'Not Authorized', {
    status: 401,
    headers: { 'www-authenticate': `Bearer ${parameters.join(',')}` },
  })
}

/** Where the client reached us: it may know this registry by another name than the configured one. */
function toOrigin(config: Config, headers: IncomingHttpHeaders): string {
  const { host } = headers
  if (host === undefined || host === config.registryHost) return config.registryUrl
  const isHost = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(host)
  return isHost ? `${new URL(config.registryUrl).protocol}//${host}` : config.registryUrl
}
