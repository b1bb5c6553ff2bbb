/**
 * Writes what is counted in memory in batches, each exactly once. Where the database goes away during a commit, nobody can tell whether it was
 * done, and adding the same counts again would count them twice: a batch is written together with its number, and is kept as it is until it is
 * known to be there.
 */
import type { Transaction } from './verbs.ts'

export interface BatchWriterOptions<Batch> {
  store: { quietly(run: (tx: Transaction) => Promise<void>, key: string): Promise<void> }
  /** What the counts are of; writers of the same have their turns one after the other. */
  of: string
  newId: () => string
  clock: () => Date
  /** What has been counted, which from then on is the writer's; null when it is nothing. */
  take(): Batch | null | Promise<Batch | null>
  /** In a transaction, which may be run again. */
  add(tx: Transaction, batch: Batch): Promise<void>
  /** Told once, when the batch is known to be written. */
  onWritten?(batch: Batch): void
}

/**
 * @returns what writes all that was counted before it is called, one call after the other
 * @throws as the store does, from the call; what was taken is written by a later one
 */
export function createBatchWriter<Batch>(options: BatchWriterOptions<Batch>): () => Promise<void> {
  const { store, of, newId, clock, take, add, onWritten = () => {} } = options
  const writer = `${of} ${newId()}`
  let taken: { number: number; batch: Batch } | null = null
  let count = 0
  let last: Promise<void> = Promise.resolve()

  const writeTaken = async ({ number, batch }: { number: number; batch: Batch }) => {
    await store.quietly(async (tx) => {
      const isNew = await tx.batches.note({ writer, number, at: clock() })
      if (isNew) await add(tx, batch)
    }, of)
    taken = null
    onWritten(batch)
  }

  const write = async () => {
    if (taken !== null) await writeTaken(taken)
    const batch = await take()
    if (batch === null) return
    taken = { number: ++count, batch }
    await writeTaken(taken)
  }

  return () => {
    const written = last.then(write)
    last = written.catch(() => {})
    return written
  }
}
