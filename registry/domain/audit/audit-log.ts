/**
 * Writes records down. That of a change goes into the transaction of the change. Those of reads, denials and failures wait in
 * memory for a transaction of their own, which many of them share; whoever must not be answered before waits for it. What
 * waits also goes along with the next change, so that a push is in the log from its beginning or not at all.
 */
import type { Logger } from 'pino'
import type { AuditEvent, ChainLink } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { StoreReadOnlyError } from '#registry/store/store-error.ts'
import type { Reads, Writes } from '#registry/store/verbs.ts'

export interface AuditLog {
  /** Writes the record, and what has been waiting, in the caller's transaction. */
  append(tx: Writes, event: AuditEvent): Promise<void>
  /** Takes a record of what changed nothing that lasts; it is written within a moment. */
  note(event: AuditEvent): void
  /** Writes what is waiting. Throws nothing: what cannot be written is logged, and waits on. */
  flush(): Promise<void>
}

/** Reads come in crowds; each transaction makes everyone wait for the disk. */
const flushDelayMs = 100
/** A disk that is full for long must not fill the memory too. */
const maxWaiting = 10_000

interface Claim {
  count: number
  /** Where the last of them is, if the transaction was committed. */
  link: ChainLink
}

export function createAuditLog(store: Store, log: Logger): AuditLog {
  const waiting: AuditEvent[] = []
  // The first of those that wait, as they went into a transaction whose end is not known yet.
  let claim: Claim | null = null
  // Where the chain was last added to, which spares a query; the transaction may have been rolled back.
  let head: ChainLink | null = null
  let timer: NodeJS.Timeout | null = null
  let flushing: Promise<void> | null = null
  let lost = 0

  /** Transactions come one after the other: when the next one asks, the last one has ended in one way or the other. */
  const settleClaim = async (db: Reads) => {
    const settling = claim
    if (settling === null) return
    const isCommitted = await db.audit.hasLink(settling.link)
    if (claim !== settling) return
    if (isCommitted) waiting.splice(0, settling.count)
    claim = null
  }

  const appendAll = async (tx: Writes, event: AuditEvent | null) => {
    await settleClaim(tx)
    const count = waiting.length
    if (count > 0) {
      head = await tx.audit.append(waiting.slice(0, count), head)
      claim = { count, link: head }
    }
    if (event !== null) head = await tx.audit.append([event], head)
  }

  const writeWaiting = async () => {
    try {
      await store.quietly((tx) => appendAll(tx, null))
      if (lost > 0) log.error({ lost }, 'audit records were lost, because they could not be written for long')
      lost = 0
    } catch (error) {
      // That nothing can be written was said when it began.
      if (error instanceof StoreReadOnlyError) return
      log.error({ err: error, waiting: waiting.length }, 'audit records could not be written; they wait')
    }
    // In the next transaction it is certain what became of the last one.
    await store.quietly(settleClaim).catch(() => {})
  }

  const flush = async (): Promise<void> => {
    // What is being written may have been gathered before the caller's record was there.
    while (flushing !== null) await flushing
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting.length === 0) return
    flushing = writeWaiting().finally(() => {
      flushing = null
    })
    await flushing
  }

  return {
    append: appendAll,
    note(event) {
      if (waiting.length >= maxWaiting) {
        lost += 1
        return
      }
      waiting.push(event)
      timer ??= setTimeout(flush, flushDelayMs).unref()
    },
    flush,
  }
}
