/**
 * Transactions that come in the same turn of the event loop, or while the disk is busy with the ones before, share one COMMIT: each writes
 * the same pages at the ends of the same indexes, which the log then has to take only once. Each of them is a savepoint, so that one that
 * fails is undone by itself.
 */
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { Turns } from './turns.ts'

export interface CommitGroups {
  /** Returns when it is the caller's turn to write, in a transaction that others may have written in. */
  begin(): Promise<GroupMember>
  /** Runs something while nothing is written and no transaction is open. */
  runAlone<Result>(work: () => Promise<Result> | Result): Promise<Result>
}

export interface GroupMember {
  /** Ends the turn. Returns once what was written is committed, and throws when that failed for the whole group. */
  commit(): Promise<void>
  /** Undoes what was written in this turn, and ends it. */
  rollback(): void
}

interface Group {
  committed: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

/**
 * @param onCommit called after each commit
 * @param untilDue what comes until this returns shares the commit, too: while the disk is busy with the commits before, each would only
 *   wait for it
 */
export function createCommitGroups(
  database: DatabaseSync,
  turns: Turns,
  onCommit: () => void,
  untilDue: () => Promise<void> = async () => {},
): CommitGroups {
  let open: Group | null = null
  // Parsed once; each push needs most of them.
  const [begin, commit, savepoint, release] = [
    database.prepare('BEGIN'),
    database.prepare('COMMIT'),
    database.prepare('SAVEPOINT member'),
    database.prepare('RELEASE member'),
  ] as const

  const close = (error?: unknown) => {
    const group = open
    open = null
    if (error === undefined) group?.resolve()
    else group?.reject(error)
  }
  const undoAll = (error: unknown) => {
    // SQLite has rolled back by itself after some failures, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK')
    close(error)
  }
  const commitOpen = () => {
    if (open === null) return
    try {
      commit.run()
    } catch (error) {
      undoAll(error)
      return
    }
    onCommit()
    close()
  }
  const runAlone: CommitGroups['runAlone'] = (work) =>
    turns.run(() => {
      commitOpen()
      return work()
    })
  const openGroup = (): Group => {
    begin.run()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // Whoever waits hears of a failure; when nobody does, it is nobody's.
    promise.catch(() => {})
    // Everything that has arrived by now comes before this.
    void setImmediate()
      .then(untilDue)
      .then(() => runAlone(() => {}))
    return { committed: promise, resolve, reject }
  }

  return {
    async begin() {
      const endTurn = await turns.take()
      try {
        const isFirst = open === null
        if (!isFirst) savepoint.run()
        open ??= openGroup()
        return toMember(open, { isFirst, endTurn })
      } catch (error) {
        endTurn()
        throw error
      }
    },
    runAlone,
  }

  function toMember({ committed }: Group, { isFirst, endTurn }: { isFirst: boolean; endTurn: () => void }) {
    return {
      commit() {
        if (!isFirst) release.run()
        endTurn()
        return committed
      },
      rollback() {
        try {
          if (isFirst) undoAll(undefined)
          else if (database.isTransaction) database.exec('ROLLBACK TO member; RELEASE member')
          else close(new Error('A transaction that shared the commit could not be undone by itself.'))
        } catch (error) {
          undoAll(error)
          throw error
        } finally {
          endTurn()
        }
      },
    }
  }
}
