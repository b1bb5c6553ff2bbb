/** What PostgreSQL says in its own way; see sql/dialect-words.ts. */
import type { DialectWords } from '../sql/dialect-words.ts'

const typeOf = { text: 'text COLLATE "C"', integer: 'bigint' } as const

export const postgresWords: DialectWords = {
  textsOf: (parameter) =>
    `(SELECT value COLLATE "C" AS value FROM json_array_elements_text(${parameter}::json) AS listed (value))`,
  rowsOf(parameter, columns) {
    const named = Object.entries(columns).map(([name, type]) => `"${name}" ${typeOf[type]}`)
    return `(SELECT * FROM json_to_recordset(${parameter}::json) AS listed (${named.join(', ')}))`
  },
  joinInOrder: 'JOIN',
  // In the collation "C", only letters of ASCII have a case.
  withoutCase: (expression) => `lower(${expression} COLLATE "C")`,
  appendAuditEvent: 'SELECT append_audit_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
  holdName: 'SELECT take_turn($1) AS "isTakenOver"',
  canWriteInWith: true,
}
