/**
 * Which words of a query to leave out where no repository has all of them: those that are left are, together, what tells most
 * among all that are found together anywhere. How telling a word is follows from how few repositories have it.
 */
import { isCommon } from '../text/filler-words.ts'
import type { CompiledQuery, Unit } from './compile-query.ts'
import { type MatchTables, markUnit, type SearchIndex } from './mark-ways.ts'
import type { Scratch } from './match-units.ts'

/** What a word that every image has something of is worth beside others. */
const commonShare = 0.25

/**
 * The units to keep; null where no word of the query is found, or nothing is to be left out.
 * @param tables the tables for several units
 */
export function relaxQuery(
  index: SearchIndex,
  { units, excluded }: CompiledQuery,
  tables: MatchTables,
  { any, marks, unitsOf }: Scratch,
): Unit[] | null {
  if (units.length < 2) return null
  const { isDeleted, count } = index.documents
  const weights = units.map((unit, at) => {
    markUnit(index, unit, tables, marks)
    let found = 0
    for (let document = 0; document < count; document += 1) {
      const isFound = (((marks[document] ?? 0) + 255) >> 8) & ((isDeleted[document] ?? 0) ^ 1)
      unitsOf[document] = (unitsOf[document] ?? 0) | (isFound << at)
      found += isFound
    }
    marks.fill(0, 0, count)
    if (found === 0) return 0
    return Math.log2((count + 1) / found) * (isCommon(unit.word) ? commonShare : 1) + 1e-6
  })
  for (const way of excluded) markUnit(index, { ways: [way] }, tables, any)
  const seen = new Uint8Array(1 << units.length)
  seen[0] = 1
  let best = 0
  let bestWeight = 0
  for (let document = 0; document < count; document += 1) {
    const set = unitsOf[document] ?? 0
    if (seen[set] !== 0 || any[document] !== 0) continue
    seen[set] = 1
    const weight = weights.reduce((sum, one, at) => sum + ((set >> at) & 1 ? one : 0), 0)
    // Of equal ones, that with the words that were typed first.
    if (weight > bestWeight || (weight === bestWeight && set < best)) [best, bestWeight] = [set, weight]
  }
  unitsOf.fill(0, 0, count)
  any.fill(0, 0, count)
  const kept = units.filter((_, at) => ((best >> at) & 1) !== 0)
  return kept.length === 0 || kept.length === units.length ? null : kept
}
