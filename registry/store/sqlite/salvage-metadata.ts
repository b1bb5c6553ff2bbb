/**
 * Copies every row that can still be read out of a damaged metadata file into a new one. SQLite stops at a damaged page, so the
 * rows are asked for from both ends, and around what lies in between.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { migrate } from './migrate.ts'
import { openReader, openWriter } from './open-connection.ts'

export interface SalvagedTable {
  table: string
  rows: number
  /** Some rows could not be read. */
  isTorn: boolean
  /** Rows that were left out, because what they belong to is lost. */
  orphans: number
}

type Row = Record<string, SQLInputValue>

/**
 * @param from the damaged file, which is only read
 * @param to a file that is not there yet
 */
export async function salvageMetadata(
  from: string,
  to: string,
): Promise<{ tables: SalvagedTable[]; newestRecord: number | null }> {
  const target = openWriter(to)
  try {
    await migrate(target)
    target.exec('PRAGMA foreign_keys = OFF')
    const triggers = listSchema(target, 'trigger')
    for (const { name } of triggers) target.exec(`DROP TRIGGER "${name}"`)
    const tables = listSchema(target, 'table').filter(({ name }) => !/^(?:sqlite_|kysely_)/.test(name))
    const source = await openDamaged(from, to)
    try {
      const salvaged = tables.map(({ name, sql }) => copyTable(source, target, name, sql))
      keepSequences(source, target)
      removeOrphans(target, salvaged)
      const newest = target.prepare('SELECT max(sequence) AS newest FROM audit_event').get()?.newest
      endAuditAtFirstGap(target, salvaged)
      for (const { sql } of triggers) target.exec(sql)
      const isTorn = salvaged.some((it) => it.table === 'audit_event' && it.isTorn)
      const newestRecord = typeof newest === 'number' ? newest : isTorn ? null : 0
      return { tables: salvaged, newestRecord }
    } finally {
      source.close()
      rmSync(toGraftPath(to), { force: true })
    }
  } finally {
    target.close()
  }
}

function toGraftPath(to: string): string {
  return `${to}-graft`
}

/**
 * Opens the file for reading. Where its table of contents is damaged, a copy gets that of a new file: both were made by the
 * same steps, so that everything begins at the same pages. What is then not a row of its table is left out by its types.
 */
async function openDamaged(from: string, to: string): Promise<DatabaseSync> {
  const source = openReader(from)
  try {
    listSchema(source, 'table')
    return source
  } catch {
    source.close()
  }
  const graft = toGraftPath(to)
  const bytes = readFileSync(from)
  const fresh = openWriter(graft)
  await migrate(fresh)
  const pages = fresh.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'").all()
  fresh.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE')
  const { page_size: pageSize } = fresh.prepare('PRAGMA page_size').get() ?? {}
  fresh.close()
  const contents = readFileSync(graft)
  const size = Number(pageSize)
  for (const { pageno } of pages) {
    const at = (Number(pageno) - 1) * size
    contents.copy(bytes, at, at, at + size)
  }
  // How many pages there are; and no list of free ones, as nothing is written to the copy.
  bytes.writeUInt32BE(Math.floor(bytes.length / size), 28)
  bytes.fill(0, 32, 40)
  writeFileSync(graft, bytes)
  const grafted = openReader(graft)
  listSchema(grafted, 'table')
  return grafted
}

function listSchema(database: DatabaseSync, type: 'table' | 'trigger'): { name: string; sql: string }[] {
  const rows = database.prepare('SELECT name, sql FROM sqlite_schema WHERE type = ?').all(type)
  return rows.map(({ name, sql }) => ({ name: String(name), sql: String(sql) }))
}

function copyTable(source: DatabaseSync, target: DatabaseSync, table: string, sql: string): SalvagedTable {
  const key = /WITHOUT ROWID/i.test(sql)
    ? target
        .prepare(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`)
        .all()
        .map(({ name }) => `"${name}"`)
    : ['rowid']
  const insert = createInsert(target, table)
  const before = countRows(target, table)
  // The rows that a new file begins with are those of the old one, unless that has none to read.
  target.exec('BEGIN')
  target.exec(`DELETE FROM "${table}"`)
  const isTorn = readAround(source, table, key, insert)
  const rows = countRows(target, table)
  target.exec(rows === 0 && before > 0 ? 'ROLLBACK' : 'COMMIT')
  return { table, rows: countRows(target, table), isTorn, orphans: 0 }
}

function createInsert(target: DatabaseSync, table: string): (row: Row) => void {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const known = new Set(
    target
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name)),
  )
  return (row) => {
    const columns = Object.keys(row).filter((column) => known.has(column))
    const names = columns.map((column) => `"${column}"`).join(', ')
    const statement =
      statements.get(names) ??
      target.prepare(
        `INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
    statements.set(names, statement)
    try {
      statement.run(...columns.map((column) => row[column] ?? null))
    } catch {
      // A value of a wrong type in a damaged row.
    }
  }
}

/** @returns whether something could not be read */
function readAround(
  source: DatabaseSync,
  table: string,
  key: readonly string[],
  take: (row: Row) => void,
): boolean {
  const [first = 'rowid'] = key
  const descending = key.map((column) => `${column} DESC`).join(', ')
  const select = `SELECT *, ${first} AS "#key" FROM "${table}"`
  const read = (sql: string, ...values: SQLInputValue[]): { isWhole: boolean; last: SQLInputValue } => {
    let last: SQLInputValue = null
    try {
      for (const found of source.prepare(sql).iterate(...values)) {
        const { '#key': at, ...row } = found as Row
        take(row)
        last = at ?? null
      }
      return { isWhole: true, last }
    } catch {
      return { isWhole: false, last }
    }
  }
  const forward = read(`${select} ORDER BY ${key.join(', ')}`)
  if (forward.isWhole) return false
  const backward = read(`${select} ORDER BY ${descending}`)
  // Between the first and the last damaged page: jumps by numbers, so that a page is left behind.
  const end = Number(backward.last ?? Number.NaN)
  let at = Number(forward.last ?? 0)
  for (let step = 1; at < end && Number.isSafeInteger(end); ) {
    const from = at + step
    const { isWhole, last } = read(
      `${select} WHERE ${first} >= ? AND ${first} < ? ORDER BY ${key.join(', ')}`,
      from,
      end,
    )
    if (isWhole) break
    if (last === null) {
      // Nothing readable begins there; a page has up to some hundred rows.
      at = from
      step = Math.min(step * 2, 16)
    } else {
      at = Number(last)
      step = 1
    }
  }
  return true
}

/** So that the number of something that was deleted is not given again. */
function keepSequences(source: DatabaseSync, target: DatabaseSync): void {
  try {
    for (const { name, seq } of source.prepare('SELECT name, seq FROM sqlite_sequence').all()) {
      target
        .prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?')
        .run(Number(seq), String(name))
    }
  } catch {
    // Then it is the highest number that was read.
  }
}

function removeOrphans(target: DatabaseSync, salvaged: readonly SalvagedTable[]): void {
  for (let round = 0; round < 10; round += 1) {
    const orphans = target.prepare('PRAGMA foreign_key_check').all()
    if (orphans.length === 0) return
    for (const { table, rowid } of orphans) {
      const entry = salvaged.find((it) => it.table === table)
      if (entry !== undefined) entry.orphans += 1
      if (rowid !== null) target.exec(`DELETE FROM "${table}" WHERE rowid = ${Number(rowid)}`)
    }
    // Tables without row numbers: by what they refer to.
    for (const table of new Set(
      orphans.filter(({ rowid }) => rowid === null).map((it) => String(it.table)),
    )) {
      removeOrphansOf(target, table)
    }
  }
}

function removeOrphansOf(target: DatabaseSync, table: string): void {
  const columns = Map.groupBy(target.prepare(`PRAGMA foreign_key_list("${table}")`).all(), ({ id }) => id)
  for (const parts of columns.values()) {
    const parent = String(parts[0]?.table)
    const parentKey = target
      .prepare(`SELECT name FROM pragma_table_info('${parent}') WHERE pk > 0 ORDER BY pk`)
      .all()
    const matches = parts.map(
      (part, at) => `p."${part.to ?? parentKey[at]?.name}" = "${table}"."${part.from}"`,
    )
    const present = parts.map((part) => `"${part.from}" IS NOT NULL`).join(' AND ')
    target.exec(
      `DELETE FROM "${table}" WHERE ${present} AND NOT EXISTS (SELECT 1 FROM "${parent}" p WHERE ${matches.join(' AND ')})`,
    )
  }
}

/** The chain of the audit log has no gaps; what follows one is in the files, from where it is added again. */
function endAuditAtFirstGap(target: DatabaseSync, salvaged: readonly SalvagedTable[]): void {
  const row = target
    .prepare(
      `SELECT min(sequence) AS last FROM audit_event AS a WHERE NOT EXISTS
        (SELECT 1 FROM audit_event WHERE sequence = a.sequence + 1)`,
    )
    .get()
  const first = target.prepare('SELECT min(sequence) AS first FROM audit_event').get()?.first
  const anchor = Number(target.prepare('SELECT sequence FROM audit_anchor').get()?.sequence ?? 0)
  const isBegun = Number(first ?? anchor + 1) === anchor + 1
  const last = isBegun ? Number(row?.last ?? anchor) : anchor
  const { changes } = target.prepare('DELETE FROM audit_event WHERE sequence > ?').run(last)
  const entry = salvaged.find(({ table }) => table === 'audit_event')
  if (entry !== undefined) entry.rows -= Number(changes)
}

function countRows(database: DatabaseSync, table: string): number {
  return Number(database.prepare(`SELECT count(*) AS count FROM "${table}"`).get()?.count)
}
