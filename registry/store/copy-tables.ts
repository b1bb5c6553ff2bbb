/**
 * Copies all rows from one engine to another, a page at a time, and compares what both have. What is there already is passed over, so that
 * a copy which was cut off goes on where it was.
 */
import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from './sql/schema.ts'
import { type StoredTable, storedTables } from './stored-tables.ts'

type Row = Record<string, unknown>

export interface ComparedTable {
  table: string
  rows: number
  /** Of all rows in their order, the same for the same rows in any engine. */
  sha256: string
}

/** @param onProgress is told of each table that is done, and now and then how far a large one is */
export async function copyTables(
  from: Kysely<Database>,
  to: Kysely<Database>,
  signal: AbortSignal,
  onProgress: (line: string) => void,
): Promise<void> {
  for (const table of storedTables) {
    if (table.key.length === 0) await copyWhole(from, to, table)
    else await copyPages(from, to, table, signal, onProgress)
  }
}

/** Counts and sums up every table. */
export async function sumTables(db: Kysely<Database>, signal: AbortSignal): Promise<ComparedTable[]> {
  const sums: ComparedTable[] = []
  for (const table of storedTables) {
    const hash = createHash('sha256')
    let rows = 0
    const add = (row: Row) => {
      hash.update(toLine(row))
      rows += 1
    }
    if (table.key.length === 0) for (const row of (await selectAll(db, table)).sort(byLine)) add(row)
    else {
      for (let after: Row | null = null; ; ) {
        signal.throwIfAborted()
        const page = await selectPage(db, table, after)
        for (const row of page) add(row)
        after = page.at(-1) ?? null
        if (after === null) break
      }
    }
    sums.push({ table: table.name, rows, sha256: hash.digest('hex') })
  }
  return sums
}

/** The names of the tables that are not the same. */
export function listDifferences(before: readonly ComparedTable[], after: readonly ComparedTable[]): string[] {
  const different = before.filter(({ table, rows, sha256 }) => {
    const copied = after.find((other) => other.table === table)
    return copied?.rows !== rows || copied.sha256 !== sha256
  })
  return different.map(({ table }) => table)
}

/** For the end, as with them goes the note that a copy is not whole. */
export async function copySettings(from: Kysely<Database>, to: Kysely<Database>): Promise<void> {
  const settings = await from.selectFrom('setting').selectAll().where('name', '!=', 'move').execute()
  await to.transaction().execute(async (tx) => {
    await sql`DELETE FROM setting`.execute(tx)
    if (settings.length > 0) await tx.insertInto('setting').values(settings).execute()
  })
}

async function copyWhole(from: Kysely<Database>, to: Kysely<Database>, table: StoredTable): Promise<void> {
  const rows = await selectAll(from, table)
  await to.transaction().execute(async (tx) => {
    await sql`DELETE FROM ${sql.table(table.name)}`.execute(tx)
    for (let at = 0; at < rows.length; at += table.rowsAtOnce) {
      await insert(tx, table, rows.slice(at, at + table.rowsAtOnce))
    }
  })
}

async function copyPages(
  from: Kysely<Database>,
  to: Kysely<Database>,
  table: StoredTable,
  signal: AbortSignal,
  onProgress: (line: string) => void,
): Promise<void> {
  let after = await selectLast(to, table)
  let copied = 0
  let toldAt = performance.now()
  for (;;) {
    signal.throwIfAborted()
    const page = await selectPage(from, table, after)
    const last = page.at(-1)
    if (last === undefined) break
    await insert(to, table, page)
    after = last
    copied += page.length
    if (performance.now() - toldAt > 5_000) {
      toldAt = performance.now()
      onProgress(`${table.name}: ${copied} rows`)
    }
  }
  if (copied > 0) onProgress(`${table.name}: ${copied} rows, done`)
}

async function selectAll(db: Kysely<Database>, { name }: StoredTable): Promise<Row[]> {
  const { rows } = await sql<Row>`SELECT * FROM ${sql.table(name)}`.execute(db)
  return rows
}

async function selectPage(
  db: Kysely<Database>,
  { name, key, rowsAtOnce }: StoredTable,
  after: Row | null,
): Promise<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const behind =
    after === null ? sql`` : sql` WHERE (${columns}) > (${sql.join(key.map((column) => after[column]))})`
  const { rows } =
    await sql<Row>`SELECT * FROM ${sql.table(name)}${behind} ORDER BY ${columns} LIMIT ${rowsAtOnce}`.execute(
      db,
    )
  return rows
}

async function selectLast(db: Kysely<Database>, { name, key }: StoredTable): Promise<Row | null> {
  const order = sql.join(key.map((column) => sql`${sql.ref(column)} DESC`))
  const { rows } = await sql<Row>`SELECT * FROM ${sql.table(name)} ORDER BY ${order} LIMIT 1`.execute(db)
  return rows[0] ?? null
}

async function insert(db: Kysely<Database>, { name }: StoredTable, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
  await sql`INSERT INTO ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})
    VALUES ${sql.join(values)}`.execute(db)
}

/** The same text for the same row, whichever engine it comes from. */
function toLine(row: Row): string {
  const members = Object.keys(row)
    .sort()
    .map((column) => {
      const value = row[column]
      return [column, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value]
    })
  return `${JSON.stringify(members)}\n`
}

function byLine(a: Row, b: Row): number {
  return toLine(a) < toLine(b) ? -1 : 1
}
