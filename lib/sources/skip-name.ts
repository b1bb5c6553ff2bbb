/** What a source has under a name that no page can have: it is left out, and the status page says so. */
import { readTexts } from '#lib/language/read-texts.ts'

/** Why a name is left out: pages cannot have it, or there are more than are read. */
export const SKIP_CODES = ['unusable-name', 'too-many-names'] as const

export interface SkippedName {
  name: string
  /** Why, for the pages, which say it in the language of whoever reads them. */
  code: (typeof SKIP_CODES)[number]
  /** The same in English. */
  reason: string
}

/** A name may be of any length. */
const maxLength = 300

export function skipName(name: string, code: SkippedName['code'] = 'unusable-name'): SkippedName {
  return { name: name.slice(0, maxLength), code, reason: readTexts('en', 'failures')(`skipped.${code}`) }
}
