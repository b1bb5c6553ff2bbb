/** Ends a server without cutting off those it is just answering. */
import { once } from 'node:events'
import type { Server } from 'node:http'

/** Takes no new connections and waits for the requests in flight, at most `timeoutMs`; then cuts them off. */
export async function stopServer(server: Server, timeoutMs = 5_000): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs)
  await closed
  clearTimeout(timer)
}
