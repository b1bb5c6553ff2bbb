/** The beginning of a list that fits into a number of items, and of characters in all their texts. Pure. */

/** @param toTexts the texts of an item that are kept */
export function keepWithin<Item>(
  items: readonly Item[],
  { maxItems, maxCharacters }: { maxItems: number; maxCharacters: number },
  toTexts: (item: Item) => readonly (string | null)[],
): Item[] {
  let characters = 0
  let count = 0
  for (const item of items) {
    for (const text of toTexts(item)) characters += text?.length ?? 0
    if (count === maxItems || characters > maxCharacters) break
    count++
  }
  return items.slice(0, count)
}
