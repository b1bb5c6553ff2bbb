/**
 * `GET /gallery/pulls?since=CURSOR`: how often each repository was pulled, over all time. Without `since`, and where the cursor
 * is of another store or too old, that is every repository that was ever pulled (`reset`); with it, those whose counts changed
 * since the answer that the cursor is from, 0 for those that are gone. The cursor outlives a restart and says nothing to its reader.
 */

import type { PullTotal } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

export async function listPulls(
  { store }: { store: Pick<Store, 'onCommit' | 'pulls' | 'settle' | 'storeId'> },
  parameters: URLSearchParams,
): Promise<HttpAnswer> {
  const since = readCursor(store, parameters.get('since'))
  const changes = since === null ? null : await store.pulls.listChanges(since)
  if (changes !== null) return toAnswer(store, changes.last, changes.totals, false)
  // Before the counts, so that what is counted between the two is given again and not missed.
  const last = await store.pulls.getLastChange()
  return toAnswer(store, last, await store.pulls.listTotals(), true)
}

function toAnswer(
  store: Pick<Store, 'storeId'>,
  last: number,
  totals: readonly PullTotal[],
  reset: boolean,
): HttpAnswer {
  return toJsonAnswer(200, {
    cursor: `${store.storeId}.${last}`,
    reset,
    pulls: totals.map(({ accountId, repositoryName, count }) => ({
      registryId: accountId,
      repositoryName,
      pullCount: count,
    })),
  })
}

/** The change that a cursor of this store stands for; null for anything else. */
function readCursor(store: Pick<Store, 'storeId'>, cursor: string | null): number | null {
  const [, storeId, sequence] = /^(.+)\.(\d{1,15})$/.exec(cursor ?? '') ?? []
  return storeId === store.storeId ? Number(sequence) : null
}
