/** How much of the settings that differ a page shows: strangers wrote them, and the page is to stay light. Pure. */
import type { SettingChange } from '#lib/oci/compare-images.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'

const maxItems = 40
const maxItemLength = 300
/** Of all items of one side. */
const maxSideLength = 1_500
/** What is around a row and around an item, which each stand twice in a page: as HTML, and as its data. */
const rowLength = 975
const itemLength = 100

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

/** What each row weighs on a page, in bytes. */
export function weighSettings(settings: readonly SettingChange[]): number[] {
  return settings.map(({ name, before, after }) => {
    const items = [before, after].flatMap((side) => (side === null ? [] : toShownItems(side)))
    const texts = items.reduce(
      (sum, { text }) => sum + itemLength + weighShownText(text, maxItemLength + 1),
      0,
    )
    return rowLength + weighShownText(name, 120) + texts
  })
}
