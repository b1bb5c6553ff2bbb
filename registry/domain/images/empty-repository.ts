/**
 * Takes most of a large repository away before it is deleted, in many short transactions: in one, everybody else would wait for
 * as long as a hundred thousand images take. What is left goes with the repository itself, in the transaction that also has
 * the record of the call; a repository that is not large is left to that alone.
 */
import { setImmediate } from 'node:timers/promises'
import type { Store } from '#registry/store/open-store.ts'

/** The contents of its blobs are collected later, as always. */
export async function emptyRepository(
  store: Pick<Store, 'transaction'>,
  repositoryId: number,
): Promise<void> {
  while ((await store.transaction((tx) => tx.repositories.shrink(repositoryId))) > 0) await setImmediate()
}
