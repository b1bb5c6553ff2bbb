/** Starts the unruly endpoint as a process of its own, and tells it how to misbehave. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Control, type Faults, noFaults } from './unruly-faults.ts'

const told = z.object({
  /** Requests by operation. */
  counts: z.record(z.string(), z.number()),
  faultCounts: z.record(z.string(), z.number()),
  /** Access keys that signed requests. */
  keys: z.array(z.string()),
  repositories: z.array(
    z.object({ registryId: z.string(), name: z.string(), tagNames: z.array(z.string()) }),
  ),
})

export interface UnrulyEndpoint {
  url: string
  /** Faults that are not named are no more. */
  control(wanted: Partial<Omit<Control, 'faults'>> & { faults?: Partial<Faults> }): Promise<void>
  read(): Promise<z.infer<typeof told>>
  stop(): Promise<void>
}

/** Starts it without any registry or fault. */
export async function startUnrulyEndpoint(): Promise<UnrulyEndpoint> {
  const program = join(import.meta.dirname, 'unruly-endpoint.ts')
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(createInterface(child.stdout), 'line')
  const ask = async (init: RequestInit) => told.parse(await (await fetch(`${url}/control`, init)).json())
  return {
    url,
    control: async (wanted) => {
      await ask({
        method: 'POST',
        body: JSON.stringify({ ...wanted, faults: { ...noFaults, ...wanted.faults } }),
      })
    },
    read: () => ask({}),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
