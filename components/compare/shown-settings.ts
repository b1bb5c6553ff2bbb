/** How much of the settings that differ a page shows: strangers wrote them, and the page is to stay light. Pure. */
import type { SettingChange } from '#lib/oci/compare-images.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { MAX_CHANGES } from './change-table.tsx'

const maxItems = 40
const maxItemLength = 300
/** Of all items of one side. */
const maxSideLength = 1_500
/** What is around a row and around an item, which each stand twice in a page: as HTML, and as its data. */
const rowLength = 700
const itemLength = 100
const maxTableLength = 60_000

/** The first items of a side, in characters fit to be shown; at least one of them. */
export function toShownItems(items: readonly string[]): { item: string; text: string }[] {
  const shown: { item: string; text: string }[] = []
  let length = 0
  for (const item of items.slice(0, maxItems)) {
    const text = toShownText(item, maxItemLength)
    length += text.length
    if (shown.length > 0 && length > maxSideLength) break
    shown.push({ item, text })
  }
  return shown
}

/** How many rows a page has room for; at least one. */
export function countShown(settings: readonly SettingChange[]): number {
  let length = 0
  for (const [at, { name, before, after }] of settings.slice(0, MAX_CHANGES).entries()) {
    const items = [before, after].flatMap((side) => (side === null ? [] : toShownItems(side)))
    length += rowLength + Math.min(name.length, 120)
    length += items.reduce((sum, { text }) => sum + itemLength + text.length, 0)
    if (at > 0 && length > maxTableLength) return at
  }
  return MAX_CHANGES
}
