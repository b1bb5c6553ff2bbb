/**
 * Findings on disk: derived data in one SQLite file, bounded in bytes, what was not used for longest going first. A file that cannot be
 * used is deleted, as everything in it can be found out again.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync, gzipSync } from 'node:zlib'

export interface StoredFinding {
  bytes: Uint8Array
  /** When it was found out, in milliseconds since 1970. */
  foundAtMs: number
  /** They are stored as they are. */
  isCompressed?: boolean
}

export interface FindingStore {
  get(kind: string, version: number, key: string): StoredFinding | null
  /** Keeps it in place of an older one. What would fill more than a quarter of the store is not kept. */
  put(kind: string, version: number, key: string, finding: StoredFinding): void
  remove(kind: string, key: string): void
  close(): void
}

export interface FindingStoreOptions {
  /** Path of the SQLite file, or `:memory:`. */
  file: string
  /** Of the findings as they are stored, compressed. */
  maxBytes: number
  now?: () => number
}

const schemaVersion = 2

const schema = `
  CREATE TABLE finding (
    kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL,
    content BLOB NOT NULL, size INTEGER NOT NULL, foundAtMs INTEGER NOT NULL, usedAtMs INTEGER NOT NULL,
    isCompressed INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE INDEX findingByUse ON finding (usedAtMs, size);
  PRAGMA user_version = ${schemaVersion};`

/** A use is written down no more often: a visit of a page should write nothing. */
const usePrecisionMs = 3_600_000

/** Opens the store, or makes an empty one where there is none that can be used. */
export function openFindingStore({ file, maxBytes, now = Date.now }: FindingStoreOptions): FindingStore {
  const database = openDatabase(file)
  const select = database.prepare(
    'SELECT content, foundAtMs, usedAtMs, isCompressed FROM finding WHERE kind = ? AND key = ? AND version = ?',
  )
  const insert = database.prepare('INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const touch = database.prepare('UPDATE finding SET usedAtMs = ? WHERE kind = ? AND key = ?')
  const drop = database.prepare('DELETE FROM finding WHERE kind = ? AND key = ? RETURNING size')
  const sum = database.prepare('SELECT coalesce(sum(size), 0) AS total FROM finding')
  const oldest = database.prepare('SELECT kind, key FROM finding ORDER BY usedAtMs LIMIT 1')
  let totalBytes = Number(sum.get()?.total)
  const remove = (kind: string, key: string) => {
    totalBytes -= Number(drop.get(kind, key)?.size ?? 0)
  }

  return {
    get(kind, version, key) {
      const row = select.get(kind, key, version)
      if (row === undefined) return null
      if (now() - Number(row.usedAtMs) > usePrecisionMs) touch.run(now(), kind, key)
      const content = row.content as Uint8Array
      const isCompressed = row.isCompressed === 1
      return {
        bytes: isCompressed ? content : gunzipSync(content),
        foundAtMs: Number(row.foundAtMs),
        isCompressed,
      }
    },
    put(kind, version, key, { bytes, foundAtMs, isCompressed = false }) {
      const content = isCompressed ? bytes : gzipSync(bytes)
      if (content.length > maxBytes / 4) return
      remove(kind, key)
      insert.run(kind, key, version, content, content.length, foundAtMs, now(), isCompressed ? 1 : 0)
      totalBytes += content.length
      while (totalBytes > maxBytes) {
        const least = oldest.get()
        if (least === undefined) break
        remove(String(least.kind), String(least.key))
      }
    },
    remove,
    close() {
      database.close()
    },
  }
}

function openDatabase(file: string): DatabaseSync {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    setUp(database)
    if (Object.values(database.prepare('PRAGMA user_version').get() ?? {})[0] === schemaVersion)
      return database
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  database?.close()
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
  const created = new DatabaseSync(file)
  setUp(created)
  created.exec(schema)
  return created
}

function setUp(database: DatabaseSync): void {
  // A finding that is lost with the power is found out again.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000;')
}
