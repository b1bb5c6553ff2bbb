/**
 * What this process knows of others on the same database: a connection of its own hears of their commits, and asks for the lead, which one
 * process has. Several times a second the database is asked for a sign of life; without one nothing that was heard counts any more,
 * and those who keep what they have read ask the database instead.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Commit } from '../metadata.ts'
import { channel, lockClasses, lockKeys } from './lock-keys.ts'

export interface WatchedPeers {
  isCurrent(): boolean
  term(): number | null
  close(): Promise<void>
}

/** So often the database is asked, and so long an answer may take. */
const beatMs = 200
const answerMs = 900
/** What was heard of counts for so long after the question that was answered last. */
const currentMs = 1_000
const retryMs = 100

/**
 * @param createClient makes a connection that is not connected yet
 * @param onCommit called for each commit of another process; with a `repositoryId` of null also when some may have been missed
 */
export function watchPeers(
  createClient: () => Client,
  processId: string,
  onCommit: (commit: Commit) => void,
): WatchedPeers {
  const closing = new AbortController()
  let heardAt = Number.NEGATIVE_INFINITY
  let isLeading = false
  // A command that has the store for a moment leads nobody: who never asks is no candidate.
  let isCandidate = false
  let terms = 0
  let client: Client | null = null

  const beat = async (connected: Client) => {
    const askedAt = performance.now()
    const statement =
      isLeading || !isCandidate
        ? `SELECT ${isLeading} AS leads`
        : `SELECT pg_try_advisory_lock(${lockClasses.registry}, ${lockKeys.leading}) AS leads`
    const { rows } = await withinTime(connected.query<{ leads: boolean }>(statement))
    if (rows[0]?.leads === true && !isLeading) {
      terms += 1
      isLeading = true
    }
    heardAt = askedAt
  }
  const listen = async (connected: Client) => {
    await withinTime(connected.connect())
    connected.on('notification', ({ payload = '' }) => {
      const [process, repository] = payload.split(' ')
      if (process !== processId) onCommit({ repositoryId: toId(repository) })
    })
    await withinTime(connected.query(`LISTEN ${channel}`))
    await beat(connected)
    onCommit({ repositoryId: null })
    while (!closing.signal.aborted) {
      await pause(beatMs)
      if (!closing.signal.aborted) await beat(connected)
    }
  }
  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})

  const run = async () => {
    while (!closing.signal.aborted) {
      client = createClient()
      await listen(client).catch(() => {})
      heardAt = Number.NEGATIVE_INFINITY
      isLeading = false
      // One that does not answer is not waited for.
      void client.end().catch(() => {})
      if (!closing.signal.aborted) await pause(retryMs)
    }
  }
  const running = run()

  const isCurrent = () => performance.now() - heardAt < currentMs
  return {
    isCurrent,
    term() {
      isCandidate = true
      return isLeading && isCurrent() ? terms : null
    },
    async close() {
      closing.abort()
      await running
    },
  }
}

function toId(text: string | undefined): number | null {
  return text === undefined || text === '*' ? null : Number(text)
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('The database does not answer.')), answerMs)
  // When it is too late, a failure of the work is nobody's.
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
