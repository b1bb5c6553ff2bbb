/** How often a test that is also a drill does what it does: seldom in `npm test`, as often as wished in `npm run drills`. */

/** @param few as often as without a wish */
export function readDrillRounds(few: number): number {
  const wish = Number(process.env.DRILL_ROUNDS)
  return Number.isInteger(wish) && wish > 0 ? wish : few
}
