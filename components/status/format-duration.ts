import type { Texts } from '#lib/language/texts.ts'

/**
 * How long something still takes, in the unit that says enough.
 * @example formatDuration(5400, texts) // 'about 2 hours'
 */
export function formatDuration(seconds: number, texts: Texts<'status'>): string {
  if (seconds < 60) return texts('progress.soon')
  if (seconds < 5_400) return texts('progress.minutes', { count: toWhole(seconds / 60) })
  return texts('progress.hours', { count: toWhole(seconds / 3_600) })
}

function toWhole(amount: number): number {
  return Math.max(1, Math.round(amount))
}
