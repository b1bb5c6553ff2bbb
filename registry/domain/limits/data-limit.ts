/**
 * How many bytes of layers a client downloads in a calendar month, in UTC (ECR Public, "Service quotas"). Counted in memory
 * as they are sent and written to the store every few seconds, so that the count outlives a restart and no download waits for
 * the disk. A download that has begun is finished, also when it passes the limit.
 */
import type { Config } from '#lib/config/config.ts'
import { createBatchWriter } from '#registry/store/batch-writer.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { AccountRates } from './account-rates.ts'
import { LimitError } from './limit-error.ts'
import { type LimitedClient, toClientKey } from './limited-client.ts'

export interface DataLimit {
  /** @throws {LimitError} when the client has had what it may have this month */
  check(client: LimitedClient): Promise<void>
  /** Notes bytes that were sent to a client which has been checked. */
  count(client: LimitedClient, bytes: number): void
  /** Writes what has been counted; keeps it for the next time when that fails. */
  flush(): Promise<void>
}

interface Transfer {
  month: string
  client: string
  /** What the store has; null until it has been read. */
  written: number | null
  unwritten: number
}

const maxKnown = 100_000

export function createDataLimit(
  { anonymousDataPerMonthBytes }: Config,
  clock: () => Date,
  store: Pick<Store, 'quietly' | 'transfers' | 'peers'>,
  accountRates: AccountRates,
  newId: () => string,
): DataLimit {
  const transfers = new Map<string, Transfer>()
  let begun = 0
  let ended = 0

  const find = (client: string): Transfer => {
    const month = clock().toISOString().slice(0, 7)
    const key = `${month} ${client}`
    const known = transfers.get(key)
    if (known !== undefined) return known
    const transfer = { month, client, written: null, unwritten: 0 }
    transfers.set(key, transfer)
    return transfer
  }

  const readTotal = async (transfer: Transfer): Promise<number> => {
    while (transfer.written === null) {
      const [begunBefore, endedBefore] = [begun, ended]
      const written = await store.transfers.get(transfer)
      // What was read around a write may or may not have it.
      if (begun === endedBefore && begun === begunBefore) transfer.written ??= written
    }
    return transfer.written + transfer.unwritten
  }

  const write = createBatchWriter({
    store,
    of: 'transfers',
    newId,
    clock,
    take() {
      const taken = [...transfers.values()]
        .filter(({ unwritten }) => unwritten > 0)
        .map((transfer) => ({ transfer, bytes: transfer.unwritten }))
      return taken.length > 0 ? taken : null
    },
    async add(tx, taken) {
      const rows = taken.map(({ transfer: { month, client }, bytes }) => ({ month, client, bytes }))
      await tx.transfers.add(rows, toLastMonth(clock()))
    },
    onWritten(taken) {
      for (const { transfer, bytes } of taken) {
        transfer.unwritten -= bytes
        if (transfer.written !== null) transfer.written += bytes
      }
    },
  })

  const forgetSome = () => {
    const month = clock().toISOString().slice(0, 7)
    for (const [key, transfer] of transfers) {
      const isDue = transfer.month !== month || transfers.size > maxKnown
      if (isDue && transfer.unwritten === 0) transfers.delete(key)
    }
  }

  return {
    async check(client) {
      const bytes = await readTotal(find(toClientKey(client)))
      const max =
        client.kind === 'account'
          ? await accountRates.read(client.accountId, 'data-per-month-bytes')
          : anonymousDataPerMonthBytes
      if (bytes >= max) throw new LimitError('Data limit exceeded', toNextMonth(clock()))
    },
    count(client, bytes) {
      find(toClientKey(client)).unwritten += bytes
    },
    async flush() {
      begun += 1
      try {
        await write()
      } finally {
        ended += 1
      }
      // What others have sent meanwhile is in the store only.
      if (store.peers.arePossible) for (const transfer of transfers.values()) transfer.written = null
      forgetSome()
    },
  }
}

/** Until the next month begins. */
function toNextMonth(now: Date): Record<string, string> {
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
  return { 'retry-after': String(Math.ceil((next - now.getTime()) / 1000)) }
}

function toLastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}
