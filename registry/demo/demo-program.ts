/**
 * The program that makes the demo catalogue, started by run-demo-program.ts: a process of its own, so that the AWS SDK and the making of
 * images leave nothing in the registry's memory. It ends with its registry.
 */
import { z } from 'zod'
import { fillDemoCatalogue } from './fill-demo-catalogue.ts'
import type { OperatorSteps } from './operator-steps.ts'

const start = z.object({
  kind: z.literal('start'),
  endpoint: z.string(),
  addresses: z.object({ registryHost: z.string(), galleryUrl: z.string() }),
})
const stepAnswer = z.object({
  kind: z.literal('answer'),
  id: z.number(),
  /** Left out by a step that gives nothing. */
  result: z.unknown().optional(),
  error: z.string().optional(),
})

const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
let asked = 0

/** Has the registry do a step. */
function ask(name: keyof OperatorSteps, args: unknown[]): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  asked += 1
  waiting.set(asked, { resolve, reject })
  process.send?.({ kind: 'step', id: asked, name, args })
  return promise
}

const steps: OperatorSteps = {
  openPublisher: async (publisher) =>
    (await ask('openPublisher', [publisher])) as Awaited<ReturnType<OperatorSteps['openPublisher']>>,
  closePublisher: async (accessKeyId) => void (await ask('closePublisher', [accessKeyId])),
  async dateRepository(accountId, { name, history, platforms }, releases) {
    const facts = releases.map(({ manifests }) => ({
      manifests: manifests.map(({ digest, tags }) => ({ digest, tags })),
    }))
    await ask('dateRepository', [accountId, { name, history, platforms }, facts])
  },
}

async function run({ endpoint, addresses }: z.output<typeof start>): Promise<void> {
  const onProgress = (done: number, total: number, label: string) =>
    process.send?.({ kind: 'progress', done, total, label })
  try {
    await fillDemoCatalogue(steps, { endpoint, addresses, onProgress })
    process.send?.({ kind: 'done' }, () => process.exit(0))
  } catch (error) {
    process.send?.({ kind: 'failed', message: toChain(error) }, () => process.exit(1))
  }
}

/** The message with those of its causes: the registry logs it, and a stack of this program would say little more. */
function toChain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} ${toChain(error.cause)}`
}

process.on('disconnect', () => process.exit(1))
process.on('message', (message) => {
  const said = z.discriminatedUnion('kind', [start, stepAnswer]).parse(message)
  if (said.kind === 'start') {
    void run(said)
    return
  }
  const { id, result, error } = said
  const step = waiting.get(id)
  waiting.delete(id)
  if (error === undefined) step?.resolve(result)
  else step?.reject(new Error(error))
})
