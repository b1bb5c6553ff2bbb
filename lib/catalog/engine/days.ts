/** Days as the engine counts them: in fifteen bits, from the year 2000. */

export const DAY_MASK = 2 ** 15 - 1
const dayMs = 86_400_000
const epochMs = Date.UTC(2000, 0, 1)

/** The day since 2000. */
export function toDay(timeMs: number): number {
  return Math.max(0, Math.min(DAY_MASK, Math.floor((timeMs - epochMs) / dayMs)))
}
