/**
 * MiniSearch and SQLite's FTS5, set up for this catalogue as well as their options allow: names weigh most, tags are searched,
 * pulls and the verified mark lift a result, and where no result has every word, those with some of them come.
 */
import { DatabaseSync } from 'node:sqlite'
import MiniSearch from 'minisearch'
import type { CatalogueBatch } from '../catalogue-generator.ts'

/** Paths such as `docker/library/redis`, best first. */
export type RankedSearch = (text: string) => string[]

interface Row {
  id: number
  path: string
  name: string
  publisher: string
  description: string
  tags: string
  lift: number
}

const shown = 10

export function openMinisearch(batches: readonly CatalogueBatch[]): RankedSearch {
  const rows = toRows(batches)
  const index = new MiniSearch<Row>({
    fields: ['name', 'publisher', 'description', 'tags'],
    tokenize: (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u),
    searchOptions: {
      boost: { name: 6, publisher: 4, description: 2, tags: 1 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length < 4 ? false : 0.2),
      boostDocument: (id) => rows[id]?.lift ?? 1,
    },
  })
  index.addAll(rows)
  return (text) => {
    const all = index.search(text, { combineWith: 'AND' })
    const found = all.length > 0 ? all : index.search(text, { combineWith: 'OR' })
    return found.slice(0, shown).map(({ id }) => rows[id]?.path ?? '')
  }
}

export function openFts5(batches: readonly CatalogueBatch[]): RankedSearch {
  const rows = toRows(batches)
  const database = new DatabaseSync(':memory:')
  database.exec(
    `CREATE VIRTUAL TABLE repository USING fts5 (name, publisher, description, tags, tokenize = "porter unicode61")`,
  )
  const insert = database.prepare(
    'INSERT INTO repository (rowid, name, publisher, description, tags) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { id, name, publisher, description, tags } of rows) {
    insert.run(id + 1, name, publisher, description, tags)
  }
  const select = database.prepare(
    `SELECT rowid - 1 AS id, bm25(repository, 6, 4, 2, 1) AS score FROM repository WHERE repository MATCH ?`,
  )
  const match = (words: string[], operator: string) =>
    select.all(words.map((word) => `"${word}"*`).join(operator)) as { id: number; score: number }[]
  return (text) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    if (words.length === 0) return []
    const all = match(words, ' AND ')
    const found = all.length > 0 ? all : match(words, ' OR ')
    return found
      .map(({ id, score }) => ({ id, score: score * (rows[id]?.lift ?? 1) }))
      .sort((a, b) => a.score - b.score)
      .slice(0, shown)
      .map(({ id }) => rows[id]?.path ?? '')
  }
}

function toRows(batches: readonly CatalogueBatch[]): Row[] {
  const rows = batches.flatMap(({ registry, repositories, pullCounts }) =>
    repositories.map((record, at) => ({
      path: `${registry.aliases[0]}/${record.repositoryName}`,
      name: record.repositoryName,
      publisher: `${registry.displayName ?? ''} ${registry.aliases.join(' ')}`,
      description: record.description,
      tags: record.tags.map(({ tag }) => tag).join(' '),
      lift: (1 + Math.log10(1 + (pullCounts[at]?.pullCount ?? 0)) / 8) * (registry.verified ? 1.5 : 1),
    })),
  )
  return rows.map((row, id) => ({ id, ...row }))
}
