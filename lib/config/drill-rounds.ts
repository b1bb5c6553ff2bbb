/** How often a test that is also a drill does what it does: seldom in `npm test`, as often as wished in `npm run drills`. */

/** @param few as often as without a wish */
export function readDrillRounds(few: number): number {
  const wish = Number(process.env.DRILL_ROUNDS)
  return Number.isInteger(wish) && wish > 0 ? wish : few
}

export interface Life {
  /** The number of its first round, from 0. */
  first: number
  rounds: number
}

/** Beyond this a round mostly compares what the rounds before it have pushed. */
const longestLife = 20

/** Cuts many rounds into lives of a registry, so that a drill of ten times as many rounds takes ten times as long. */
export function splitIntoLives(rounds: number): Life[] {
  return Array.from({ length: Math.ceil(rounds / longestLife) }, (_, life) => {
    const first = life * longestLife
    return { first, rounds: Math.min(longestLife, rounds - first) }
  })
}
