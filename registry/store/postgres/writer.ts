/**
 * Turns of what writes to PostgreSQL. What may change anything has its turn alone among all processes, as it does at the one connection of
 * SQLite; what keeps to one repository only waits for that repository and for those who may change anything. So whatever a transaction
 * has counted, found or not found stays so until its end. Locks are always taken in this order: of all, of what the turn is about, of an
 * account whose room is counted, of rows, and at the very end the one under which changes and audit records are numbered.
 *
 * Statements are sent without waiting for the answer to the one before (`pipeline` of `pg`): a turn begins with its first statement, and
 * what is numbered at the end is sent together with the commit, so that no round trip of the network passes while others wait for that.
 */
import type { Writable } from 'node:stream'
import type { CompiledQuery } from 'kysely'
import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Scope } from '../metadata.ts'
import { toOrder } from '../sql/statement.ts'
import { StoreError } from '../store-error.ts'
import { toPgQuery } from './connect.ts'
import { flushStatement } from './flush.ts'
import { isConnectionFailure, toStoreFailure } from './to-store-failure.ts'

/** What has been written since the last turn of this process by others: in a repository, or (null) in any. */
type OnTakeOver = (repositoryId: number | null) => void

/** One turn: a transaction of which the statements go to the connection. */
export interface Turn {
  run(compiled: CompiledQuery): Promise<QueryResult>
  /**
   * Commits without waiting for the disk.
   * @returns what waits for that
   * @throws {StoreUnreachableError} when it cannot be told whether it was committed
   */
  commit(): Promise<{ flushed: Promise<void> }>
  rollback(): Promise<void>
}

export interface Writer {
  /** Sends its beginning only: that it has failed, the first statement says. */
  begin(scope: Scope): Promise<Turn>
  /** Whether the failure came while a commit was under way, so that nobody knows what became of it. */
  isOfCommit(error: unknown): boolean
}

const beginOfAll = 'SELECT begin_turn_of_all($1) AS epoch'
const beginOfOne = 'SELECT epoch, is_taken_over AS "isTakenOver" FROM begin_turn($1, $2)'

/** @param pool of connections that were made for writing */
export function createWriter(pool: Pool, onTakeOver: OnTakeOver): Writer {
  const ofCommits = new WeakSet<object>()
  // How often there was a turn of those that may change anything, as this process has last seen it.
  let seenEpoch = -1
  // A database that has crashed may have lost the last turns, and given their numbers again; it is another connection then.
  pool.on('connect', () => {
    seenEpoch = -1
  })

  const hear = (scope: Scope, { rows: [row] }: QueryResult) => {
    const epoch = Number(row?.epoch)
    const before = scope.kind === 'all' ? epoch - 1 : epoch
    if (before > seenEpoch) {
      seenEpoch = before
      onTakeOver(null)
    } else if (row?.isTakenOver === true && scope.kind === 'repository') onTakeOver(scope.repositoryId)
    return epoch
  }

  const toTurn = (client: PoolClient, scope: Scope): Turn => {
    const postponed: CompiledQuery[] = []
    const unanswered: Promise<unknown>[] = []
    let failure: { error: unknown } | null = null
    /** Of what nobody waits for. The first failure is kept: the later ones only follow from it. */
    const leave = (answer: Promise<unknown>) => {
      unanswered.push(
        answer.catch((error: unknown) => {
          failure ??= { error }
        }),
      )
    }
    const together = () => sendTogether(client)
    together()
    leave(client.query('BEGIN'))
    const begun = client.query(toPgQuery(toBeginning(scope))).then((answer) => hear(scope, answer))
    leave(begun)
    const toFirstFailure = async (error: unknown) => {
      await Promise.all(unanswered)
      return toStoreFailure(failure === null ? error : failure.error)
    }
    return {
      async run(compiled) {
        const order = toOrder(compiled)
        if (order === 'postponed') {
          postponed.push(compiled)
          return nothing
        }
        together()
        const answer = client.query(toPgQuery(compiled))
        if (order === 'unanswered') {
          leave(answer)
          return nothing
        }
        try {
          const result = await answer
          await begun
          return result
        } catch (error) {
          // What was sent with it fails because it has failed, and its sender may be heard first.
          failure ??= { error }
          throw await toFirstFailure(error)
        }
      },
      async commit() {
        // What has failed before is known to be undone.
        if (failure !== null) {
          await this.rollback()
          throw await toFirstFailure(null)
        }
        together()
        for (const statement of postponed) leave(client.query(toPgQuery(statement)))
        const committed = client.query('COMMIT')
        // On its heels, so that the way there and back is spared, and behind it, so that nobody waits for the disk with it.
        const flushed = client.query({ name: 'flush', text: flushStatement }).then(
          () => client.release(),
          (error: unknown) => {
            client.release(true)
            throw toStoreFailure(error)
          },
        )
        flushed.catch(() => {})
        try {
          const { command } = await committed
          await Promise.all(unanswered)
          // A transaction of which a statement has failed is undone, and that is no failure of the commit.
          if (command !== 'COMMIT') {
            throw new StoreError(
              'A statement of the transaction has failed, so that nothing of it was stored.',
            )
          }
          if (scope.kind === 'all') seenEpoch = Math.max(seenEpoch, await begun)
          return { flushed }
        } catch (error) {
          const found = await toFirstFailure(error)
          if (found instanceof Error && isConnectionFailure(found)) ofCommits.add(found)
          throw found
        }
      },
      async rollback() {
        try {
          await client.query('ROLLBACK')
          client.release()
        } catch {
          // Without its connection the transaction is undone, too.
          client.release(true)
        }
      },
    }
  }
  return {
    begin: async (scope) => toTurn(await pool.connect(), scope),
    isOfCommit: (error) => typeof error === 'object' && error !== null && ofCommits.has(error),
  }
}

const together = new WeakSet<object>()

/** What is sent until the end of this turn of the event loop goes out at once, as each write costs more than what is in it. */
function sendTogether(client: PoolClient): void {
  // `pg` has it, and its types do not.
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (together.has(stream)) return
  together.add(stream)
  stream.cork()
  process.nextTick(() => {
    together.delete(stream)
    stream.uncork()
  })
}

const nothing = { command: '', rows: [], rowCount: 0, oid: 0, fields: [] } satisfies QueryResult

function toBeginning(scope: Scope): Pick<CompiledQuery, 'sql' | 'parameters'> {
  switch (scope.kind) {
    case 'all':
      return { sql: beginOfAll, parameters: ['*'] }
    case 'repository':
      return {
        sql: beginOfOne,
        parameters: [`repository ${scope.repositoryId}`, String(scope.repositoryId)],
      }
    case 'quiet':
      return { sql: beginOfOne, parameters: [scope.key, null] }
  }
}
