import type { Texts } from '#lib/language/texts.ts'
import { toNamedLine } from '#lib/pages/tags/named-lines.ts'

/** A version line in words; one that is called after its versions, such as `2.2`, stays as it is. Pure. */
export function sayLine(line: string, texts: Texts<'tags'>): string {
  const named = toNamedLine(line)
  return named === null ? line : texts(`lines.${named}`)
}
