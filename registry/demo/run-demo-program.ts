/** Starts demo-program.ts, and does for it what only the registry itself can do. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Service } from '#registry/service.ts'
import { createOperatorSteps, stepRequest } from './operator-steps.ts'

const program = fileURLToPath(new URL('./demo-program.ts', import.meta.url))

const report = z.discriminatedUnion('kind', [
  stepRequest,
  z.object({ kind: z.literal('progress'), done: z.number(), total: z.number(), label: z.string() }),
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

export interface DemoProgramOptions {
  /** Of the running ECR Public API of this very store. */
  endpoint: string
  /** Called after each repository: how many are done, of how many, and which one it was. */
  onProgress(done: number, total: number, label: string): void
  /** Ends the program. */
  signal?: AbortSignal
}

/** @throws {Error} with what the program said, or that it ended too early */
export async function runDemoProgram(service: Service, options: DemoProgramOptions): Promise<void> {
  const { endpoint, onProgress, signal } = options
  const { registryHost, galleryUrl } = service.config
  const steps = createOperatorSteps(service)
  const child = fork(program, { ...(signal && { signal }), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.on('error', reject)
  child.on('exit', (code) => reject(new Error(`The program that makes it ended with code ${code}.`)))
  child.on('message', (message) => {
    const said = report.parse(message)
    switch (said.kind) {
      case 'progress':
        return onProgress(said.done, said.total, said.label)
      case 'done':
        return resolve()
      case 'failed':
        return reject(new Error(said.message))
      case 'step':
        return void doStep(child, said, steps[said.name] as (...args: unknown[]) => Promise<unknown>)
    }
  })
  child.send({ kind: 'start', endpoint, addresses: { registryHost, galleryUrl } })
  await promise
}

async function doStep(
  child: ChildProcess,
  { id, args }: z.output<typeof stepRequest>,
  step: (...args: unknown[]) => Promise<unknown>,
): Promise<void> {
  const answer = await step(...args).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  // The program may have ended in the meantime.
  if (child.connected) child.send({ kind: 'answer', id, ...answer })
}
