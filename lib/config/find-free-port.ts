/** Finds a port for a program that has to be told its port before it starts, as tests and benches start them. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give to whoever asks for any, as outgoing connections do: they might take it before the program does. */
const [lowest, highest] = [10_000, 32_767]
const tries = 100
/** By this program, which may not have begun to use them. */
const given = new Set<number>()

/**
 * A port of the loopback address that nothing listens on at this moment, another one at each call.
 * @throws {Error} where there is none
 */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < tries; tried += 1) {
    const port = randomInt(lowest, highest + 1)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`No free port was found among ${tries}.`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
