/** What stands in metadata that is being moved to another engine, or was: no program starts on such. */
import type { Kysely } from 'kysely'
import type { Database } from './sql/schema.ts'
import { StoreMovedError } from './store-error.ts'

export type MoveNote =
  /** The rows are, or are being, copied to another engine. */
  | { kind: 'left' }
  /** Of the store with this id not all is there yet. */
  | { kind: 'unfinished'; storeId: string }

const name = 'move'

/** Null for metadata that are in use. */
export async function readMoveNote(db: Kysely<Database>): Promise<MoveNote | null> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  if (row === undefined) return null
  return row.value === 'left' ? { kind: 'left' } : { kind: 'unfinished', storeId: row.value }
}

/** In a transaction of its own. @param note null takes the note away */
export async function writeMoveNote(db: Kysely<Database>, note: MoveNote | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('setting').where('name', '=', name).execute()
    if (note === null) return
    const value = note.kind === 'left' ? 'left' : note.storeId
    await tx.insertInto('setting').values({ name, value }).execute()
  })
}

/** All but the note: whatever is cut off, no program takes what is empty for a store. */
export async function clearSettings(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('setting').where('name', '!=', name).execute()
}

/** @throws {StoreMovedError} for metadata that is not to be used */
export async function requireUnmoved(db: Kysely<Database>): Promise<void> {
  const note = await readMoveNote(db)
  if (note === null) return
  throw new StoreMovedError(
    note.kind === 'left'
      ? 'The metadata was moved from here, or is being moved: with DATABASE_URL the registry takes those of the database, without it those of the file. Move them back with `npm run registry -- store move`, or run the same command again where it was cut off.'
      : 'Metadata are being moved to here, and not all are there yet. Run the same `npm run registry -- store move` again; it goes on where it was.',
  )
}
