/** Where the registry listens, what that means for those who can reach it, and how it ends. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '#lib/config/config.ts'
import { toReachableUrl } from '#lib/config/listening-address.ts'

/** The registry cannot listen there; the message says why and what to do. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/**
 * Listens on the configured address and port.
 * @returns the URL under which this machine reaches the server, without a trailing slash
 * @throws {ListenError} when the port is in use or the address is not this machine's
 */
export async function listen(
  server: Server,
  { host, registryPort }: Pick<Config, 'host' | 'registryPort'>,
): Promise<string> {
  try {
    server.listen(registryPort, host)
    await once(server, 'listening')
  } catch (error) {
    throw new ListenError(toReason(error, host, registryPort), { cause: error })
  }
  const { address, port } = server.address() as AddressInfo
  return toReachableUrl(address, port)
}

function toReason(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use by another program. Stop that program, or set REGISTRY_PORT to another port.`
    case 'EACCES':
      return `This user may not listen on port ${port}. Set REGISTRY_PORT to a port from 1024.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine. Set HOST to one that is, such as 127.0.0.1.`
    default:
      return `The registry cannot listen on port ${port} of ${host}: ${error instanceof Error ? error.message : error}`
  }
}

/** Takes no new connections and waits for the requests in flight, at most `timeoutMs`; then cuts them off. */
export async function stopServer(server: Server, timeoutMs = 5_000): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs)
  await closed
  clearTimeout(timer)
}
