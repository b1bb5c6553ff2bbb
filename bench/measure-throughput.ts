/** A load generator for loopback: some connections that each ask again as soon as they are answered. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Load {
  url: string
  /** Makes each address another one, by a parameter that means nothing, so that no answer can have been kept. */
  isNewEachTime?: boolean
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

const connections = 16

let asked = 0

/**
 * Answers with status 200 per second, over `durationMs`.
 * @throws {Error} at the first answer with another status: a failure is not throughput
 */
export async function measureThroughput(load: Load, durationMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const startedAt = performance.now()
  const deadline = startedAt + durationMs
  const counts = await Promise.all(
    Array.from({ length: connections }, async () => {
      let answered = 0
      while (performance.now() < deadline) {
        const { status } = await ask(load, agent)
        if (status !== 200) throw new Error(`${load.url} answered ${status} under load.`)
        answered += 1
      }
      return answered
    }),
  )
  agent.destroy()
  const seconds = (performance.now() - startedAt) / 1000
  return counts.reduce((sum, count) => sum + count, 0) / seconds
}

function ask(load: Load, agent: Agent): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  asked += 1
  const url = load.isNewEachTime ? `${load.url}&asked=${asked}` : load.url
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: IncomingHttpHeaders
  }>()
  const outgoing = request(
    url,
    { method: load.method ?? 'GET', headers: load.headers, agent },
    (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
      response.on('error', reject)
    },
  )
  outgoing.on('error', reject)
  outgoing.end(load.body)
  return promise
}
