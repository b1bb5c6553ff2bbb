/** The words of a search that are marked where they stand in its results. */
import { parseTextQuery } from '#lib/catalog/query/parse-text-query.ts'

/** Words, phrases and the names of a reference, as they were typed; not what is excluded. */
export function listMarkedWords(text: string): string[] {
  const { words, phrases } = parseTextQuery(text)
  return [...words.flatMap((word) => word.split('/')), ...phrases]
}
