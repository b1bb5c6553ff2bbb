/**
 * Pulls of each day by a name, which is a tag or a platform. A repository may have thousands of names on each of ninety days, and anybody may ask for
 * them: so many rows are read in a turn, and others have theirs between.
 */
import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

interface NamedCount {
  day: string
  name: string
  count: number
}

/** A few milliseconds, each. */
const rowsAtOnce = 5_000
const daysAtOnce = 5

const of = (table: 'pull_count' | 'pull_platform', name: 'tag' | 'platform') => ({
  page: toStatement(`SELECT day, ${name} AS name, count FROM ${table}
    WHERE repository_id = $1 AND (day, ${name}) > ($2, $3) ORDER BY day, ${name} LIMIT ${rowsAtOnce}`),
  ofNames: inWordsOf(({ textsOf }) =>
    toStatement(`SELECT day, ${name} AS name, count FROM ${table}
    WHERE repository_id = $1 AND day IN (SELECT value FROM ${textsOf('$2')})
      AND ${name} IN (SELECT value FROM ${textsOf('$3')}) ORDER BY day, ${name}`),
  ),
})

export const pullsByTag = of('pull_count', 'tag')
export const pullsByPlatform = of('pull_platform', 'platform')

const lastDay = toStatement('SELECT max(day) AS day FROM pull_count WHERE repository_id = $1')
const sumsOfDays = toStatement(`SELECT day, sum(count) AS count FROM pull_count
  WHERE repository_id = $1 AND day >= $2 AND day < $3 GROUP BY day ORDER BY day`)

/** How many there were on each day since `fromDay`; days without a pull are left out. */
export async function sumByDay(
  db: Kysely<Database>,
  repositoryId: number,
  fromDay: string,
): Promise<{ day: string; count: number }[]> {
  const { rows } = await db.executeQuery<{ day: string | null }>(lastDay(repositoryId))
  const end = rows[0]?.day ?? ''
  const sums: { day: string; count: number }[] = []
  for (let from = fromDay; from <= end; from = addDays(from, daysAtOnce)) {
    const few = sumsOfDays(repositoryId, from, addDays(from, daysAtOnce))
    sums.push(...(await db.executeQuery<{ day: string; count: number }>(few)).rows)
    await setImmediate()
  }
  return sums.map(({ day, count }) => ({ day, count: Number(count) }))
}

/** Of the names that were pulled most since `fromDay`, at most `max` of them: each day, by day and name. */
export async function listMostByDay(
  db: Kysely<Database>,
  words: DialectWords,
  statements: typeof pullsByTag,
  repositoryId: number,
  { fromDay, max }: { fromDay: string; max: number },
): Promise<NamedCount[]> {
  const totals = new Map<string, number>()
  const days = new Set<string>()
  for await (const page of walkPages(db, statements, repositoryId, fromDay)) {
    for (const { day, name, count } of page) {
      days.add(day)
      totals.set(name, (totals.get(name) ?? 0) + count)
    }
  }
  if (days.size === 0) return []
  const most = [...totals]
    .sort(([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1))
    .slice(0, max)
    .map(([name]) => name)
  const query = statements.ofNames(words)(repositoryId, JSON.stringify([...days]), JSON.stringify(most))
  return (await db.executeQuery<NamedCount>(query)).rows
}

/** By day and name, the oldest first. */
async function* walkPages(
  db: Kysely<Database>,
  { page }: typeof pullsByTag,
  repositoryId: number,
  fromDay: string,
): AsyncIterable<NamedCount[]> {
  // Behind every name of the day before: the empty name is one, too.
  let after: Pick<NamedCount, 'day' | 'name'> = { day: addDays(fromDay, -1), name: '\u{10ffff}' }
  for (;;) {
    const { rows } = await db.executeQuery<NamedCount>(page(repositoryId, after.day, after.name))
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < rowsAtOnce) return
    after = last
    await setImmediate()
  }
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
}
