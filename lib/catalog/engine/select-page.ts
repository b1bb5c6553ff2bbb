/** One page of the matches in their order: of all of them the few that may stand there, with exact keys. */
import { LAST_BIT, NAME_RANK_COUNT, STANDING_COUNT, toStanding, VERIFIED_BIT } from './documents.ts'
import { type Engine, isNameBefore } from './engine.ts'
import { narrowMatches, type PageSort } from './narrow-matches.ts'
import { toScore } from './score-match.ts'
import { selectPart } from './select-part.ts'

/**
 * The documents from one place of the order to before another, best first.
 * @param found matches in any order
 * @param steps the step of relevance of each document, by its number
 */
export function selectPage(
  engine: Engine,
  found: Uint32Array,
  sort: PageSort,
  steps: Uint8Array,
  [from, to]: readonly [number, number],
): Uint32Array {
  const end = Math.min(to, found.length)
  if (from >= end) return new Uint32Array(0)
  const near =
    end - from === found.length
      ? { items: found, before: 0 }
      : narrowMatches(engine, found, sort, steps, [from, end])
  setKeys(engine, near.items, sort, steps)
  const { keys } = engine
  return selectPart(near.items, from - near.before, end - near.before, {
    keys,
    ranks: engine.documents.nameRanks,
    isBefore: (a, b) => {
      const [keyOfA, keyOfB] = [keys[a] ?? 0, keys[b] ?? 0]
      return keyOfA === keyOfB ? isNameBefore(engine, a, b) : keyOfA > keyOfB
    },
  })
}

/** Sets the sort keys of these documents: greater ones come first, and the name decides between equal ones. */
function setKeys({ keys, documents }: Engine, items: Uint32Array, sort: PageSort, steps: Uint8Array): void {
  const { trusts, nameRanks, pullCounts, updatedMs } = documents
  for (const document of items) {
    const trust = trusts[document] ?? 0
    if (sort === 'relevance') {
      const standing = toStanding(documents, document)
      const score = toScore(steps[document] ?? 0, trust)
      const rank = Math.min(NAME_RANK_COUNT - 1, nameRanks[document] ?? 0)
      keys[document] = (score * STANDING_COUNT + standing) * NAME_RANK_COUNT - rank
    } else if (sort === 'updated') keys[document] = updatedMs[document] ?? 0
    else if (sort === 'name') keys[document] = -(nameRanks[document] ?? 0)
    else {
      const last = sort === 'pulls' && (trust & LAST_BIT) !== 0 ? 2 ** 52 : 0
      keys[document] = 2 * (pullCounts[document] ?? 0) + ((trust & VERIFIED_BIT) === 0 ? 0 : 1) - last
    }
  }
}
