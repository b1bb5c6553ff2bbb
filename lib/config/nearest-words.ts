/** Finds what someone may have meant to type. */

/**
 * The number of single letters to insert, delete, replace or swap with the next one that turns `from` into `to`
 * (optimal string alignment).
 * @example countEdits('acount', 'account') // 1
 */
export function countEdits(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        ...(isSwap && row > 1 && column > 1 ? [(beforeLast[column - 2] ?? 0) + 1] : []),
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}

/** Those of `known` that begin with `word`, or differ from it the least and in at most a third of their letters. */
export function findNearest(word: string, known: readonly string[]): string[] {
  const near = known
    .map((candidate) => ({ candidate, edits: candidate.startsWith(word) ? 0 : countEdits(word, candidate) }))
    .filter(({ candidate, edits }) => word !== '' && edits <= Math.max(1, Math.floor(candidate.length / 3)))
  const least = Math.min(...near.map(({ edits }) => edits))
  return near.filter(({ edits }) => edits === least).map(({ candidate }) => candidate)
}

/** The same as the words `Did you mean …? `, with a space behind; empty where nothing is near. */
export function suggestNearest(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known)
  return nearest.length === 0 ? '' : `Did you mean ${nearest.join(' or ')}? `
}
