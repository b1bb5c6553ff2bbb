/**
 * SQLite's FTS5 alone (https://sqlite.org/fts5.html), as a yardstick: every word as the beginning of a word, phrases and
 * exclusions, the place of a match as its relevance, facets by GROUP BY. It forgives no slips and splits no names.
 */
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { SearchQuery } from '#lib/catalog/query/search-query.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import { type CatalogueBatch, catalogueTime } from './catalogue-generator.ts'
import { resultsPerPage, type SearchEngine, updatedWithinDays } from './search-engine.ts'

const labels: readonly string[] = [...OPERATING_SYSTEMS, ...ARCHITECTURES]

/** From the shortest to the longest. */
const steps = ['day', 'week', 'month', 'year'] as const

const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;
  CREATE TABLE repository (
    id INTEGER PRIMARY KEY, alias TEXT NOT NULL, name TEXT NOT NULL, verified INTEGER NOT NULL, mask INTEGER NOT NULL,
    type TEXT NOT NULL, age INTEGER NOT NULL, updated_at TEXT NOT NULL, pull_count INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX by_name ON repository (name);
  CREATE INDEX ranking ON repository (id, alias, mask, verified, type, age, updated_at, pull_count, name);
  CREATE INDEX by_popularity ON repository (pull_count DESC);
  CREATE INDEX by_combination ON repository (verified, mask, type, age, alias);
  CREATE TABLE tag (digest TEXT NOT NULL, id INTEGER NOT NULL) STRICT;
  CREATE VIRTUAL TABLE repository_text USING fts5 (
    name, publisher, description, texts, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
  );
  CREATE TEMP TABLE matched (id INTEGER PRIMARY KEY, tier INTEGER NOT NULL);`

const orders = {
  relevance: 'm.tier, r.verified DESC, r.pull_count DESC, r.updated_at DESC, r.name',
  popularity: 'r.pull_count DESC',
  updated: 'r.updated_at DESC',
  name: 'r.name',
}

/** Makes an empty database in the folder. */
export function openFts5Peer(folder: string): SearchEngine {
  const database = new DatabaseSync(join(folder, 'fts5.sqlite'))
  database.exec(schema)
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, known)
    return known
  }
  return {
    add: (batch) => add(database, prepare, batch),
    finish: () => database.exec('CREATE INDEX by_digest ON tag (digest)'),
    search: (query) => search(prepare, query),
    suggest: (text) =>
      prepare(
        `SELECT alias, name FROM repository WHERE instr(name, ?) > 0
         ORDER BY instr(name, ?) = 1 DESC, verified DESC, pull_count DESC LIMIT 8`,
      ).all(text, text),
    close: () => database.close(),
  }
}

type Prepare = (sql: string) => StatementSync

function add(
  database: DatabaseSync,
  prepare: Prepare,
  { registry, repositories, pullCounts }: CatalogueBatch,
): void {
  database.exec('BEGIN')
  for (const [at, record] of repositories.entries()) {
    const mask = toMask([...record.operatingSystems, ...record.architectures])
    const { lastInsertRowid: id } = prepare(
      'INSERT INTO repository VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      registry.aliases[0] ?? '',
      record.repositoryName,
      registry.verified ? 1 : 0,
      mask,
      record.kind,
      toAge(record.changedAt ?? record.createdAt),
      record.changedAt ?? record.createdAt,
      pullCounts[at]?.pullCount ?? 0,
    )
    prepare(
      'INSERT INTO repository_text (rowid, name, publisher, description, texts) VALUES (?, ?, ?, ?, ?)',
    ).run(
      id,
      record.repositoryName,
      `${registry.displayName ?? ''} ${registry.aliases.join(' ')}`,
      record.description,
      `${record.aboutText}\n${record.usageText}`,
    )
    for (const { digest } of record.tags) prepare('INSERT INTO tag VALUES (?, ?)').run(digest, id)
  }
  database.exec('COMMIT')
}

/** Every facet but that of publishers follows from the few rows that count each combination of the others. */
function search(prepare: Prepare, query: SearchQuery) {
  const hasText = query.text !== ''
  if (hasText) writeMatches(prepare, query.text)
  // Without statistics SQLite would walk over all repositories rather than over the matches.
  const from = hasText ? 'matched m CROSS JOIN repository r INDEXED BY ranking USING (id)' : 'repository r'
  const publishers = toConditions(query, (filter) => filter === 'publishers')
  const groups = prepare(
    `SELECT r.verified, r.mask, r.type, r.age, count(*) AS count FROM ${from} WHERE ${publishers.sql}
     GROUP BY r.verified, r.mask, r.type, r.age`,
  ).all(...publishers.values)
  const others = toConditions(query, (filter) => filter !== 'publishers')
  const counts = prepare(
    `SELECT r.alias, count(*) AS count FROM ${from} WHERE ${others.sql} GROUP BY r.alias ORDER BY count DESC LIMIT 10`,
  ).all(...others.values)
  const { sql, values } = toConditions(query, () => true)
  const order = orders[query.sort === 'relevance' && !hasText ? 'popularity' : query.sort]
  return {
    totalResults: groups.reduce(
      (total, group) => total + (passes(group, query) ? Number(group.count) : 0),
      0,
    ),
    repositories: prepare(
      `SELECT r.alias, r.name FROM ${from} WHERE ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ).all(...values, resultsPerPage, (query.page - 1) * resultsPerPage),
    facets: { groups, publishers: counts },
  }
}

function passes(group: Record<string, SQLOutputValue>, query: SearchQuery): boolean {
  const has = (selected: readonly string[]) =>
    selected.length === 0 || (Number(group.mask) & toMask(selected)) !== 0
  return (
    (!query.verifiedOnly || group.verified === 1) &&
    has(query.operatingSystems) &&
    has(query.architectures) &&
    (query.types.length === 0 || query.types.some((type) => type === group.type)) &&
    (query.updatedWithin === null || Number(group.age) <= steps.indexOf(query.updatedWithin))
  )
}

/** Fills `matched`, the best places of a match first. */
function writeMatches(prepare: Prepare, text: string): void {
  prepare('DELETE FROM matched').run()
  if (text.startsWith('sha256:')) {
    prepare('INSERT OR IGNORE INTO matched SELECT id, 0 FROM tag WHERE digest >= ? AND digest < ?').run(
      text,
      `${text}g`,
    )
    return
  }
  const parts = (text.match(/-?"[^"]*"?|\S+/g) ?? []).filter((part) => /[\p{L}\p{N}]/u.test(part))
  const quote = (part: string) =>
    `"${part.replace(/^-/, '').replaceAll('"', '')}"${part.endsWith('"') ? '' : '*'}`
  const wanted = parts
    .filter((part) => !part.startsWith('-'))
    .map(quote)
    .join(' AND ')
  const unwanted = parts
    .filter((part) => part.startsWith('-'))
    .map((part) => ` NOT ${quote(part)}`)
    .join('')
  if (wanted === '') return
  prepare('INSERT OR IGNORE INTO matched SELECT id, 0 FROM repository WHERE name = ?').run(text)
  const places = ['{name} : ', '{name publisher} : ', '{name publisher description} : ', '']
  for (const [at, place] of places.entries()) {
    prepare(
      `INSERT OR IGNORE INTO matched SELECT rowid, ${at + 1} FROM repository_text WHERE repository_text MATCH ?`,
    ).run(`${place}(${wanted})${unwanted}`)
  }
}

function toConditions(query: SearchQuery, isWanted: (filter: keyof SearchQuery) => boolean) {
  const conditions: { of: keyof SearchQuery; sql: string; value: SQLInputValue }[] = []
  if (query.verifiedOnly) conditions.push({ of: 'verifiedOnly', sql: 'r.verified = ?', value: 1 })
  for (const filter of ['operatingSystems', 'architectures'] as const) {
    if (query[filter].length === 0) continue
    conditions.push({ of: filter, sql: '(r.mask & ?) <> 0', value: toMask(query[filter]) })
  }
  for (const [filter, column] of [
    ['publishers', 'alias'],
    ['types', 'type'],
  ] as const) {
    if (query[filter].length === 0) continue
    const sql = `r.${column} IN (SELECT value FROM json_each(?))`
    conditions.push({ of: filter, sql, value: JSON.stringify(query[filter]) })
  }
  if (query.updatedWithin !== null) {
    conditions.push({ of: 'updatedWithin', sql: 'r.age <= ?', value: steps.indexOf(query.updatedWithin) })
  }
  const kept = conditions.filter(({ of }) => isWanted(of))
  return { sql: ['1', ...kept.map(({ sql }) => sql)].join(' AND '), values: kept.map(({ value }) => value) }
}

/** The place of the shortest step that the time of the update is within; that after the last for older ones. */
function toAge(updatedAt: string): number {
  const days = (catalogueTime.getTime() - Date.parse(updatedAt)) / 86_400_000
  const at = steps.findIndex((step) => days <= updatedWithinDays[step])
  return at === -1 ? steps.length : at
}

function toMask(wanted: readonly string[]): number {
  return wanted.reduce((mask, label) => mask | (1 << labels.indexOf(label)), 0)
}
