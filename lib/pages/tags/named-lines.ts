/** The lines of a list of tags that no version names, as the API says them; pages say them in the language of their reader. Pure. */

export const NAMED_LINES = {
  /** Of tags that are no versions. */
  other: 'Other tags',
  /** Of versions that are dates. */
  byDate: 'By date',
  /** Of versions that are single numbers. */
  versions: 'Versions',
  /** Of what speaks of an image that no tag names. */
  orphans: 'Attached to images without a tag',
} as const

export type NamedLine = keyof typeof NAMED_LINES

const known = new Map(Object.entries(NAMED_LINES).map(([name, line]) => [line as string, name as NamedLine]))

/** Null for a line that has the name of its versions, such as `2.2`. */
export function toNamedLine(line: string): NamedLine | null {
  return known.get(line) ?? null
}
