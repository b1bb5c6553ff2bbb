/**
 * Writes records down. That of a change goes into the transaction of the change. Those of reads, denials and failures wait in
 * memory for a transaction of their own, which many of them share; a caller that must not be answered before waits for it. What
 * waits also goes along with the next change, so that a push is in the log from its beginning or not at all.
 */
import type { Logger } from 'pino'
import type { AuditEvent, ChainLink } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { StoreReadOnlyError } from '#registry/store/store-error.ts'
import type { Reads, Transaction } from '#registry/store/verbs.ts'

export interface AuditLog {
  /** Writes the record, and what has been waiting, in the caller's transaction. */
  append(tx: Transaction, event: AuditEvent): Promise<void>
  /** Takes a record of what changed nothing that lasts; it is written within a moment. */
  note(event: AuditEvent): void
  /** Writes what is waiting. Throws nothing: what cannot be written is logged, and waits on. */
  flush(): Promise<void>
  /** Records that are not written yet, and those that were given up since the start. */
  counts(): { waiting: number; lost: number }
}

/** Reads come in crowds; each transaction makes everyone wait for the disk. */
const flushDelayMs = 100
/** A disk that is full for long must not fill the memory too. */
const maxWaiting = 10_000

/** How long a change waits for the end of another one that has taken along what belongs before it. */
const patienceMs = 2_000

/** Records that went into a transaction whose end is not known yet. */
interface Claim {
  events: readonly AuditEvent[]
  /** Where the last of them is, if the transaction was committed; null where places are given when a transaction ends. */
  link: ChainLink | null
  /** Resolves when it is known how the transaction has ended. */
  ended: Promise<void>
  /** The database went away during the commit. */
  isDoubtful: boolean
}

export function createAuditLog(
  store: Pick<Store, 'audit' | 'quietly' | 'transaction'>,
  log: Logger,
): AuditLog {
  let waiting: AuditEvent[] = []
  let claims: Claim[] = []
  // Where the chain was last added to, which spares a query; the transaction may have been rolled back.
  let head: ChainLink | null = null
  let timer: NodeJS.Timeout | null = null
  let flushing: Promise<void> | null = null
  let lost = 0
  let lostInAll = 0

  /**
   * Where transactions come one after the other, what the next one does not find was rolled back, and waits again. What it finds may
   * still await the commit that several share, and is given up only when everybody can read it. Where they run side by side, the next
   * one waits for the others' ends, which are near: a record is the last thing that a transaction writes.
   */
  const settleClaims = async (tx: Reads) => {
    const open = claims.filter(({ link, isDoubtful }) => link === null && !isDoubtful)
    if (open.length > 0) await waitFor(Promise.all(open.map(({ ended }) => ended)))
    const ended = new Set<Claim>()
    const undone: AuditEvent[] = []
    for (const claim of claims) {
      if (claim.link === null) continue
      const isFound = await tx.audit.hasLink(claim.link)
      if (!isFound) undone.push(...claim.events)
      if (!isFound || (await store.audit.hasLink(claim.link))) ended.add(claim)
    }
    claims = claims.filter((claim) => !ended.has(claim))
    if (undone.length > 0) waiting = [...undone, ...waiting]
  }

  /** Alone among all transactions, so that one whose end nobody has heard of is over. */
  const settleDoubts = async () => {
    const doubtful = claims.filter(({ isDoubtful }) => isDoubtful)
    if (doubtful.length === 0) return
    const lost = await store.transaction(async (tx) => {
      const undone: AuditEvent[] = []
      for (const { events } of doubtful) {
        if (!(await tx.audit.hasRecent(events.map(({ eventId }) => eventId)))) undone.push(...events)
      }
      return undone
    })
    claims = claims.filter((claim) => !doubtful.includes(claim))
    waiting = [...lost, ...waiting]
  }

  const claim = (tx: Transaction, events: readonly AuditEvent[], link: ChainLink | null) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const own: Claim = { events, link, ended: promise, isDoubtful: false }
    claims.push(own)
    if (link !== null) return
    const end = () => {
      claims = claims.filter((other) => other !== own)
      resolve()
    }
    tx.afterCommit(end)
    tx.afterUndo((outcome) => {
      if (outcome === 'unknown') {
        own.isDoubtful = true
        resolve()
        return
      }
      waiting = [...events, ...waiting]
      end()
    })
  }

  const appendAll = async (tx: Transaction, event: AuditEvent | null) => {
    await settleClaims(tx)
    if (waiting.length > 0) {
      const events = waiting
      waiting = []
      try {
        head = await tx.audit.append(events, head)
      } catch (error) {
        waiting = [...events, ...waiting]
        throw error
      }
      claim(tx, events, head)
    }
    if (event !== null) head = await tx.audit.append([event], head)
  }

  const countWaiting = () => claims.reduce((count, { events }) => count + events.length, waiting.length)

  const writeWaiting = async () => {
    try {
      await settleDoubts()
      await store.quietly((tx) => appendAll(tx, null))
      if (lost > 0) log.error({ lost }, 'audit records were lost, because they could not be written for long')
      lost = 0
    } catch (error) {
      // That nothing can be written was said when it began.
      if (error instanceof StoreReadOnlyError) return
      log.error({ err: error, waiting: countWaiting() }, 'audit records could not be written; they wait')
    }
    // In the next transaction it is certain what became of the last one.
    await store.quietly(settleClaims).catch(() => {})
  }

  const flush = async (): Promise<void> => {
    // What is being written may have been gathered before the caller's record was there.
    while (flushing !== null) await flushing
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (countWaiting() === 0) return
    flushing = writeWaiting().finally(() => {
      flushing = null
    })
    await flushing
  }

  return {
    append: appendAll,
    note(event) {
      if (countWaiting() >= maxWaiting) {
        lost += 1
        lostInAll += 1
        return
      }
      waiting.push(event)
      timer ??= setTimeout(flush, flushDelayMs).unref()
    },
    flush,
    counts: () => ({ waiting: countWaiting(), lost: lostInAll }),
  }
}

/** One that has not ended is not waited for without end: its record is then behind those that belong behind it. */
async function waitFor(work: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const late = setTimeout(timer.resolve, patienceMs)
  await Promise.race([work, timer.promise])
  clearTimeout(late)
}
