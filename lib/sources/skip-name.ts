/** What a source has under a name that no page can have: it is left out, and the status page says so. */
import { readTexts } from '#lib/language/read-texts.ts'
import type { Messages } from '#lib/language/texts.ts'

export interface SkippedName {
  name: string
  /** Why, for the pages, which say it in the language of whoever reads them. */
  code: keyof Messages['failures']['skipped']
  /** The same in English. */
  reason: string
}

/** A name may be of any length. */
const maxLength = 300

export function skipName(name: string, code: SkippedName['code'] = 'unusable-name'): SkippedName {
  return { name: name.slice(0, maxLength), code, reason: readTexts('en', 'failures')(`skipped.${code}`) }
}
