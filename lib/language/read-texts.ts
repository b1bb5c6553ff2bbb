/** What says the words of a concern, where all messages are: on the server. */
import type { Language } from './languages.ts'
import { readMessages } from './read-messages.ts'
import { type Concern, type Texts, toTexts } from './texts.ts'

/** One entry for each language and concern. */
const known = new Map<string, unknown>()

/** @example readTexts('ja', 'site')('docs') // 'ドキュメント' */
export function readTexts<Name extends Concern>(language: Language, concern: Name): Texts<Name> {
  const key = `${language} ${concern}`
  const texts =
    (known.get(key) as Texts<Name> | undefined) ??
    toTexts(language, readMessages(language, [concern]), concern)
  known.set(key, texts)
  return texts
}
