/** Seals what is stored under the present secret of the installation, where it is still sealed under an earlier one. */

import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { findSealer, openSecret, sealSecret } from './sealed-secret.ts'

/** At once, so that nobody waits long for it. */
const keysAtOnce = 200

export interface SealedCounts {
  /** How many are sealed under each of the installation's secrets, that under the present one first. */
  bySecret: number[]
  /** Sealed under none of them, so that their access keys are of no use. */
  lost: number
}

/** How many secrets of access keys are sealed under which secret of the installation. */
export async function countSealed({
  store,
  keys,
}: {
  store: Pick<Store, 'accessKeys'>
  keys: Keys & { fingerprints(): string[] }
}): Promise<SealedCounts> {
  keys.recheck()
  const bySecret = keys.fingerprints().map(() => 0)
  let lost = 0
  for await (const slice of walk(store)) {
    for (const { secretSealed } of slice) {
      const at = findSealer(keys, secretSealed)
      if (at === -1) lost += 1
      else bySecret[at] = (bySecret[at] ?? 0) + 1
    }
  }
  return { bySecret, lost }
}

/**
 * Logins go on meanwhile, and it may be ended and begun again at any time.
 * @param report is told now and then how many were looked at
 * @returns how many were sealed again
 */
export async function resealSecrets(
  { store, keys }: { store: Pick<Store, 'accessKeys' | 'transaction'>; keys: Keys },
  { signal, report }: { signal: AbortSignal; report: (looked: number) => void },
): Promise<number> {
  keys.recheck()
  let resealed = 0
  let looked = 0
  for await (const slice of walk(store)) {
    signal.throwIfAborted()
    const old = slice.filter(({ secretSealed }) => findSealer(keys, secretSealed) > 0)
    const anew = old.map(({ accessKeyId, secretSealed }) => ({
      accessKeyId,
      from: secretSealed,
      to: sealSecret(keys, openSecret(keys, secretSealed)),
    }))
    if (anew.length > 0) {
      await store.transaction(async (tx) => {
        for (const key of anew) await tx.accessKeys.reseal(key)
      })
    }
    resealed += anew.length
    looked += slice.length
    report(looked)
  }
  return resealed
}

async function* walk(store: Pick<Store, 'accessKeys'>) {
  let after = ''
  for (;;) {
    const slice = await store.accessKeys.listSealed(after, keysAtOnce)
    const last = slice.at(-1)
    if (last === undefined) return
    yield slice
    after = last.accessKeyId
  }
}
