/** Who signed an image, in words; what lib says of a key in English is for programs. Pure. */
import type { Texts } from '#lib/language/texts.ts'
import { OF_A_KEY } from '#lib/oci/signer-words.ts'

/** @param by such as `Acme’s key`, or an identity, which stays as it is */
export function saySigner(by: string, texts: Texts<'ui'>): string {
  return by.endsWith(OF_A_KEY) ? texts('keyOf', { publisher: by.slice(0, -OF_A_KEY.length) }) : by
}
