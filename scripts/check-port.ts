/** Tells before anything is built or started whether a program can be reached at an address. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { isBlockedPort } from '#lib/config/blocked-ports.ts'

/**
 * Listens on the address for a moment.
 * @returns null when it is free, otherwise a sentence that says why it is not
 */
export async function findPortProblem(host: string, port: number): Promise<string | null> {
  if (isBlockedPort(port)) return `Port ${port} is one that browsers refuse to connect to.`
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use.`
    if (code === 'EACCES') return `Port ${port} needs rights that this user lacks.`
    return `Nothing can listen on ${host}:${port} (${code ?? error}).`
  } finally {
    server.close()
  }
}
