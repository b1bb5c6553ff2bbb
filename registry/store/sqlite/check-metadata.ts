/** A look at the metadata before anything is written to it, so that damage is not built upon. */
import type { DatabaseSync } from 'node:sqlite'

/** What a start may take for it; what is left over, `store check` reads. */
const budgetMs = 5_000
const maxProblems = 20

/**
 * Goes over the tables one after the other, until the time is up.
 * @returns a line for each thing that is damaged
 */
export function checkMetadata(database: DatabaseSync, budget = budgetMs): string[] {
  const problems: string[] = []
  const until = performance.now() + budget
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name LIKE 'audit%', name")
      .all()
    for (const { name } of tables) {
      if (performance.now() > until || problems.length >= maxProblems) break
      problems.push(...checkTable(database, String(name)))
    }
  } catch (error) {
    problems.push(toLine(error))
  }
  return problems.slice(0, maxProblems)
}

function checkTable(database: DatabaseSync, table: string): string[] {
  try {
    const rows = database.prepare(`PRAGMA quick_check('${table}')`).all()
    return rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok')
  } catch (error) {
    return [`${table}: ${toLine(error)}`]
  }
}

function toLine(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
