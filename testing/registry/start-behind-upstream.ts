/** The registry as a process behind an upstream that the test holds in its hand. */
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { startConfiguredUpstream } from '../start-configured-upstream.ts'
import type { UnrulyUpstream } from '../unruly-upstream.ts'
import { type RegistryProcess, startRegistry } from './start-registry.ts'

export interface BehindUpstream {
  upstream: UnrulyUpstream
  folder: string
  dataDir: string
  /** Of the registry that runs. */
  readonly endpoint: string
  readonly process: RegistryProcess
  /** Asks for a path below `/v2/`, as anyone may. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>
  /** Starts it again, with other fields of the upstream's entry. */
  restart(entry?: object, signal?: NodeJS.Signals): Promise<void>
  remove(): Promise<void>
}

/** Starts both; the namespace is `mirror`, its repositories `library/*`, and every tag is compared each time. */
export async function startBehindUpstream(entry: object = {}): Promise<BehindUpstream> {
  const configured = await startConfiguredUpstream()
  const { upstream, folder, file } = configured
  const dataDir = join(folder, 'data')
  let given = entry
  const start = async () => {
    configured.configure({ freshSeconds: 0, ...given })
    const running = startRegistry(dataDir, { UPSTREAMS_FILE: file })
    const endpoint = await running.url
    const { token } = (await (await fetch(`${endpoint}/token`)).json()) as { token: string }
    return { running, endpoint, authorization: `Bearer ${token}` }
  }
  let now = await start()
  const stop = async (signal: NodeJS.Signals) => {
    now.running.process.kill(signal)
    await now.running.ended
  }
  return {
    upstream,
    folder,
    dataDir,
    get endpoint() {
      return now.endpoint
    },
    get process() {
      return now.running
    },
    get: (path, headers = {}, method = 'GET') =>
      fetch(`${now.endpoint}/v2/${path}`, {
        method,
        redirect: 'manual',
        headers: { authorization: now.authorization, ...headers },
      }),
    async restart(other = given, signal = 'SIGTERM') {
      await stop(signal)
      given = other
      now = await start()
    },
    async remove() {
      await stop('SIGTERM')
      await configured.remove()
    },
  }
}

/** A trick that answers everything with this. */
export function refuseWith(status: number, headers: Record<string, string> = {}) {
  return (_: unknown, response: ServerResponse): boolean => {
    response.writeHead(status, headers).end()
    return true
  }
}
