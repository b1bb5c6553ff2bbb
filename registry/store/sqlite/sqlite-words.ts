/** What SQLite says in its own way; see sql/dialect-words.ts. */
import type { DialectWords } from '../sql/dialect-words.ts'

export const sqliteWords: DialectWords = {
  textsOf: (parameter) => `json_each(${parameter})`,
  rowsOf(parameter, columns) {
    const selected = Object.keys(columns).map((name) => `value ->> '${name}' AS "${name}"`)
    return `(SELECT ${selected.join(', ')} FROM json_each(${parameter}))`
  },
  // SQLite keeps the order of a CROSS JOIN: begun from the other side, it would read the list once for each row there.
  joinInOrder: 'CROSS JOIN',
  withoutCase: (expression) => `${expression} COLLATE NOCASE`,
  appendAuditEvent: null,
  holdName: null,
  canWriteInWith: false,
}

/** The statement with its parameters, `$1`, as SQLite numbers them: `?1`. */
export function toSqliteParameters(statement: string): string {
  return statement.replace(/\$(\d+)/g, '?$1')
}
