/**
 * Clients that pull one layer at the same moment, as a program of their own: reading the layers is most of the work of such a bench, and
 * would delay what is measured if the same process did it. Run with a `PullOrder` as its argument; prints `PullFigures`.
 */
import { execFile } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface PullOrder {
  url: string
  headers: Record<string, string>
  clients: number
}

/** Times are of the clock that all programs of a machine share, in milliseconds. */
export interface PullFigures {
  askedAt: number[]
  firstByteAt: number[]
  endedAt: number[]
}

/** The clock that all programs of a machine share, in milliseconds. */
export function readSharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Runs them and waits for their end. @throws {Error} when one of them does not get the whole layer */
export async function runPullClients(order: PullOrder): Promise<PullFigures> {
  const file = fileURLToPath(new URL('./pull-clients.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(order)])
  return JSON.parse(stdout)
}

async function pull(order: PullOrder): Promise<PullFigures> {
  const agent = new Agent({ keepAlive: false, maxSockets: order.clients })
  const figures: PullFigures = { askedAt: [], firstByteAt: [], endedAt: [] }
  await Promise.all(
    Array.from({ length: order.clients }, (_, client) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      figures.askedAt[client] = readSharedClock()
      request(order.url, { headers: order.headers, agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${order.url} answers ${response.statusCode}.`))
        response.once('data', () => {
          figures.firstByteAt[client] = readSharedClock()
        })
        response.resume()
        response.on('error', reject)
        response.on('end', () => {
          figures.endedAt[client] = readSharedClock()
          resolve()
        })
      })
        .on('error', reject)
        .end()
      return promise
    }),
  )
  return figures
}

if (import.meta.main) {
  console.log(JSON.stringify(await pull(JSON.parse(process.argv[2] ?? ''))))
}
