/**
 * The thread of copy-metadata.ts: copies the metadata as of one moment while others write, looks whether the copy is whole, and
 * lists the blobs that it names.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { CopiedMetadata } from '../metadata.ts'
import type { CopyMessage } from './copy-metadata.ts'
import { listDamage } from './list-damage.ts'

const { from, to, listTo } = z
  .object({ from: z.string(), to: z.string(), listTo: z.string() })
  .parse(workerData)

/** Between two batches it says how far it is. */
const batchPages = 2000
const listBatch = 1000
const headSql =
  'SELECT sequence, hash FROM (SELECT sequence, hash FROM audit_event UNION ALL SELECT sequence, hash FROM audit_anchor) ORDER BY sequence DESC LIMIT 1'

const tell = (message: CopyMessage) => parentPort?.postMessage(message)

try {
  await copy()
  tell({ copied: inspect() })
} catch (error) {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : null
  const message = error instanceof Error ? error.message : String(error)
  tell({ failed: { code, message } })
}

async function copy(): Promise<void> {
  const source = new DatabaseSync(from)
  try {
    source.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; BEGIN')
    // The first read fixes the moment: what others commit from now on neither shows nor makes the copy begin again.
    source.prepare('SELECT count(*) FROM setting').get()
    await backup(source, to, {
      rate: batchPages,
      progress: ({ totalPages, remainingPages }) => tell({ pages: totalPages - remainingPages, totalPages }),
    })
    source.exec('ROLLBACK')
  } finally {
    source.close()
  }
}

function inspect(): CopiedMetadata {
  const copied = new DatabaseSync(to)
  try {
    // One file, which can be read where nothing may be written beside it.
    copied.exec('PRAGMA journal_mode = DELETE; PRAGMA query_only = ON')
    const read = (sql: string) => copied.prepare(sql).get()
    const head = read(headSql)
    const { blobs, bytes } = listBlobs(copied)
    return {
      form: Number(read('PRAGMA user_version')?.user_version),
      storeId: String(read(`SELECT value FROM setting WHERE name = 'store-id'`)?.value),
      auditHead: {
        sequence: Number(head?.sequence),
        sha256: Buffer.from(z.instanceof(Uint8Array).parse(head?.hash)).toString('hex'),
      },
      rows: Object.fromEntries(
        (['account', 'alias', 'repository', 'image', 'image_tag'] as const).map((table) => [
          table,
          Number(read(`SELECT count(*) AS count FROM ${table}`)?.count),
        ]),
      ),
      blobs,
      bytes,
      damage: listDamage(copied),
    }
  } finally {
    copied.close()
    syncFile(to)
  }
}

/** One line for each: its digest and its size. */
function listBlobs(copied: DatabaseSync): { blobs: number; bytes: number } {
  const total = { blobs: 0, bytes: 0 }
  const list = openSync(listTo, 'w', 0o600)
  try {
    let lines: string[] = []
    for (const row of copied.prepare('SELECT digest, size_bytes FROM blob ORDER BY digest').iterate()) {
      total.blobs += 1
      total.bytes += Number(row.size_bytes)
      lines.push(`${row.digest} ${row.size_bytes}\n`)
      if (lines.length < listBatch) continue
      writeSync(list, lines.join(''))
      lines = []
    }
    writeSync(list, lines.join(''))
    fsyncSync(list)
  } finally {
    closeSync(list)
  }
  return total
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
