/**
 * How long something still takes, in the unit that says enough.
 * @example formatDuration(5400) // 'about 2 hours'
 */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return 'less than a minute'
  if (seconds < 5_400) return toWords(seconds / 60, 'minute')
  return toWords(seconds / 3_600, 'hour')
}

function toWords(amount: number, unit: string): string {
  const rounded = Math.max(1, Math.round(amount))
  return `about ${rounded} ${unit}${rounded === 1 ? '' : 's'}`
}
