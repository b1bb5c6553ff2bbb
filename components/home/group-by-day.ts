/** Takes a list by time apart into days. */
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import { formatDate } from '../ui/format-relative-time.ts'

const dayMs = 86_400_000

/**
 * Neighbours of one day (UTC) together, under "Today", "Yesterday" or the date.
 * @param items the latest first
 */
export function groupByDay<Item extends { updatedAt: string }>(
  items: readonly Item[],
  nowMs: number,
  texts: Texts<'home'>,
  language: Language,
): { day: string; entries: Item[] }[] {
  const today = formatDate(new Date(nowMs).toISOString(), language)
  const yesterday = formatDate(new Date(nowMs - dayMs).toISOString(), language)
  const groups: { day: string; entries: Item[] }[] = []
  for (const item of items) {
    const date = formatDate(item.updatedAt, language)
    const day = date === today ? texts('today') : date === yesterday ? texts('yesterday') : date
    const last = groups.at(-1)
    if (last?.day === day) last.entries.push(item)
    else groups.push({ day, entries: [item] })
  }
  return groups
}
