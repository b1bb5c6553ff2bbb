import { isLoopbackHost } from '#lib/commands/pull-reference.ts'
import { readConfig } from '#lib/config/config.ts'
import { getSources } from '#lib/runtime/catalog-instance.ts'

/** Clients must be told when a registry is reached without TLS. */
export function speaksPlainHttp(uri: string): boolean {
  const host = uri.split('/')[0] ?? ''
  const { registryHost, registryUrl } = readConfig()
  return (
    isLoopbackHost(host) ||
    (host === registryHost && registryUrl.startsWith('http:')) ||
    getSources().some(
      ({ endpoint }) =>
        endpoint.kind === 'oci' && endpoint.pullHost === host && endpoint.url.startsWith('http:'),
    )
  )
}
