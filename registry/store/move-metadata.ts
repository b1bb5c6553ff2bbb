/**
 * Moves the metadata from the file in `DATA_DIR` to a PostgreSQL database, or back. Of the source nothing is changed but a note that it
 * was left, which keeps a program from starting on it by mistake; the target has a note until it is whole.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type ComparedTable, copySettings, copyTables, listDifferences, sumTables } from './copy-tables.ts'
import { createPrivateFile } from './create-private-file.ts'
import { holdLock } from './hold-lock.ts'
import type { Metadata } from './metadata.ts'
import { readMoveNote, writeMoveNote } from './move-note.ts'
import type { MoveSide } from './move-side.ts'
import { openPostgresMetadata, requireNoProgram } from './postgres/open-postgres-metadata.ts'
import { createPostgresSide } from './postgres/postgres-side.ts'
import { openSqliteMetadata } from './sqlite/open-sqlite-metadata.ts'
import { createSqliteSide } from './sqlite/sqlite-side.ts'
import { StoreError } from './store-error.ts'

export interface MoveRequest {
  dataDir: string
  databaseUrl: string
  to: 'database' | 'file'
  signal: AbortSignal
  now: Date
  tell(line: string): void
}

/**
 * Goes on where an earlier call was cut off, as long as the source is what it was.
 * @returns how many rows each table has, on both sides
 * @throws {StoreLockedError} when a program has the file
 * @throws {StoreError} when programs are on the database, the target has a store already, or what was copied is not the same
 */
export async function moveMetadata(request: MoveRequest): Promise<ComparedTable[]> {
  const { dataDir, databaseUrl, to, now, tell } = request
  const path = join(dataDir, 'metadata.sqlite')
  if (to === 'database' && !existsSync(path)) throw new StoreError(`There is no store in ${dataDir}.`)
  await requireNoProgram(databaseUrl)
  const opened: Pick<Metadata, 'close'>[] = []
  const releaseFile = holdLock(dataDir, now)
  try {
    createPrivateFile(path)
    const file = await openSqliteMetadata(path, tell)
    opened.push(file)
    const database = await openPostgresMetadata(databaseUrl)
    opened.push(database)
    const sides = [createSqliteSide(file.db, dataDir), createPostgresSide(database.db)] as const
    const [source, target] = to === 'database' ? sides : ([sides[1], sides[0]] as const)
    return await move(source, target, request)
  } finally {
    for (const metadata of opened.reverse()) await metadata.close()
    releaseFile()
  }
}

async function move(
  source: MoveSide,
  target: MoveSide,
  { signal, tell }: Pick<MoveRequest, 'signal' | 'tell'>,
): Promise<ComparedTable[]> {
  const storeId = await requireSource(source)
  await prepareTarget(target, storeId)
  // A program that is started meanwhile ends with a word; what is still so after a kill is so until the move is done.
  await writeMoveNote(source.db, { kind: 'left' })
  let isMoved = false
  try {
    await target.setTriggers('off')
    await copyTables(source.db, target.db, signal, tell)
    await target.writeLastId(await source.readLastId())
    await target.setTriggers('on')
    tell('comparing both')
    const [before, after] = [await sumTables(source.db, signal), await sumTables(target.db, signal)]
    requireSame(before, after, target)
    await copySettings(source.db, target.db)
    isMoved = true
    return after
  } finally {
    if (!isMoved) await writeMoveNote(source.db, null)
  }
}

/** @returns the id of the store that is moved */
async function requireSource(source: MoveSide): Promise<string> {
  const row = await source.db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'store-id')
    .executeTakeFirst()
  const note = await readMoveNote(source.db)
  if (row === undefined || note?.kind === 'unfinished') {
    throw new StoreError(`There is no whole store in ${source.name}.`)
  }
  return row.value
}

async function prepareTarget(target: MoveSide, storeId: string): Promise<void> {
  const note = await readMoveNote(target.db)
  const account = await target.db.selectFrom('account').select('account_id').limit(1).executeTakeFirst()
  const isResumed = note?.kind === 'unfinished' && note.storeId === storeId
  if (note === null && account !== undefined) {
    throw new StoreError(`There is a store in ${target.name} already. Choose an empty one.`)
  }
  if (!isResumed && note !== null) await target.clear()
  await writeMoveNote(target.db, { kind: 'unfinished', storeId })
}

function requireSame(before: ComparedTable[], after: ComparedTable[], target: MoveSide): void {
  const different = listDifferences(before, after)
  if (different.length === 0) return
  throw new StoreError(
    `What is in ${target.name} is not what was copied (${different.join(', ')}): the source was changed between two runs. Empty ${target.name}, and run this again.`,
  )
}
