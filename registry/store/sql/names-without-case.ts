/** Names of users, groups, roles and policies, which are the same in capitals and small letters. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DialectWords } from './dialect-words.ts'

/** For sorting by a column of names, which is written as in SQL: `"user".name`. */
export function byName(words: DialectWords, column: string): RawBuilder<string> {
  return sql.raw(words.withoutCase(column))
}

/** Whether the column has the name. */
export function isNamed(words: DialectWords, column: string, name: string): RawBuilder<SqlBool> {
  const place = '$name'
  const [before = '', after = ''] = words.withoutCase(place).split(place)
  return sql<SqlBool>`${byName(words, column)} = ${sql.raw(before)}${name}${sql.raw(after)}`
}
