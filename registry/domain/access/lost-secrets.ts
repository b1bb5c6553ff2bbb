/**
 * Whether the access keys that are stored can be opened with the installation's secret. One that was exchanged for another or damaged
 * opens none of them, so that nobody could sign in, while everything else seems well.
 */
import type { Logger } from 'pino'
import type { KeyRing } from '#registry/store/key-ring.ts'
import type { Store } from '#registry/store/open-store.ts'
import { countSealed } from './reseal-secrets.ts'

export interface LostSecrets {
  /** How many access keys were sealed under a secret that is not here, when it was last looked. */
  count(): number
  /**
   * Looks where the secret is another one than the last time, and each minute while there are any; to be called every second.
   * @throws as the store does; it looks once more a minute later
   */
  look(): Promise<void>
}

interface Sources {
  store: Pick<Store, 'accessKeys'>
  keys: KeyRing
}

/** While there are some, somebody may have made new keys in their place; and what failed once may go well. */
const againMs = 60_000

export function createLostSecrets(sources: Sources & { log: Logger }): LostSecrets {
  let count = 0
  let asked = { secrets: '', atMs: Number.NEGATIVE_INFINITY }
  /** The secrets under which it was last found out. */
  let known: string | null = null
  return {
    count: () => count,
    async look() {
      const secrets = sources.keys.fingerprints().join()
      if (secrets === known && count === 0) return
      if (secrets === asked.secrets && performance.now() - asked.atMs < againMs) return
      asked = { secrets, atMs: performance.now() }
      const before = count
      const problem = await findLostSecrets(sources)
      known = secrets
      count = problem?.lost ?? 0
      if (problem !== null && count !== before) sources.log.error(problem.message)
      else if (before > 0 && count === 0) sources.log.info('all access keys can be opened again')
    },
  }
}

/** How many access keys cannot be opened, and in words what to do; null while all can be. */
export async function findLostSecrets(sources: Sources): Promise<{ lost: number; message: string } | null> {
  const { bySecret, lost } = await countSealed(sources)
  if (lost === 0) return null
  const all = bySecret.reduce((sum, some) => sum + some, lost)
  return {
    lost,
    message: `${lost} of ${all} access keys are sealed under a secret that is not here, and sign nothing: ${wayOut}`,
  }
}

const wayOut =
  'put the secret back (DATA_DIR/key as a backup has it, or REGISTRY_KEY), or make new keys in their place (`key create`; for the profiles of DATA_DIR/credentials remove that file and start the registry again).'
