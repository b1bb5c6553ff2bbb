/** A platform in words, where it may not be stated; what lib says of one in English is for programs. Pure. */
import type { Texts } from '#lib/language/texts.ts'
import { PART_NOT_STATED, PLATFORM_NOT_STATED } from '#lib/oci/platform-text.ts'

/** @param text such as `linux/amd64`, which stays as it is */
export function sayPlatform(text: string, texts: Texts<'ui'>): string {
  if (text === PLATFORM_NOT_STATED) return texts('platforms.notStated')
  for (const [part, words] of Object.entries(PART_NOT_STATED)) {
    if (text.endsWith(words)) {
      return texts(`platforms.${part as keyof typeof PART_NOT_STATED}`, {
        known: text.slice(0, -words.length),
      })
    }
  }
  return text
}
