/** One of the two engines between which metadata are moved. */
import type { Kysely } from 'kysely'
import type { Database } from './sql/schema.ts'

/** What of a move each engine does in its own way. */
export interface MoveSide {
  /** As in messages: `the database`. */
  name: string
  db: Kysely<Database>
  /** Removes all rows. */
  clear(): Promise<void>
  /** Has rows written as they are, or as the program writes them. */
  setTriggers(are: 'on' | 'off'): Promise<void>
  /** The last id that a repository was given, which no other one gets; 0 before the first. */
  readLastId(): Promise<number>
  writeLastId(id: number): Promise<void>
}
