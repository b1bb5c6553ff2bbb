/** The thread of checkpoints.ts: a connection of its own, which answers each mode that it is sent with what became of it. */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { CheckpointResult } from './checkpoints.ts'

const modeSchema = z.enum(['PASSIVE', 'RESTART'])

const database = new DatabaseSync(z.string().parse(workerData))
database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 1000')

parentPort?.on('message', (message: unknown) => {
  const row = database.prepare(`PRAGMA wal_checkpoint(${modeSchema.parse(message)})`).get()
  const result: CheckpointResult = { isBusy: Number(row?.busy) !== 0, pages: Number(row?.log) }
  parentPort?.postMessage(result)
})
