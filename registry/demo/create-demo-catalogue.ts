/**
 * Decides whether this store gets the demo catalogue: only one that was empty does, once. The setting `demo` is
 * `started` from before the first account is made and `done` after the last repository, so that a run which was
 * interrupted is completed by the next start, and what a publisher has removed later does not come back.
 */
import type { Service } from '#registry/service.ts'
import { type DemoProgramOptions, runDemoProgram } from './run-demo-program.ts'

/**
 * Fills an empty store, or completes what an earlier run began; otherwise does nothing.
 * @throws {Error} naming the repository that could not be made; call again to complete the catalogue
 */
export async function createDemoCatalogue(service: Service, options: DemoProgramOptions): Promise<void> {
  const state = await service.store.settings.get('demo')
  if (state === 'done' || (state === null && (await service.store.repositories.countAll()) > 0)) return
  if (state === null) await setState(service, 'started')
  await runDemoProgram(service, options)
  await setState(service, 'done')
}

async function setState(service: Service, value: 'started' | 'done'): Promise<void> {
  await service.store.quietly((tx) => tx.settings.put('demo', value))
}
