/** Lists within sentences: "a, b and c", "a, b or c". */
import { forEachLanguage, type Language } from '#lib/language/languages.ts'

/** British English has no comma before the last one. A Japanese sentence names what can be chosen without an "or". */
const formats = forEachLanguage((locale, language) => ({
  and: new Intl.ListFormat(locale, { type: 'conjunction' }),
  or: new Intl.ListFormat(locale, { type: language === 'ja' ? 'conjunction' : 'disjunction' }),
}))

/** One piece for each word, and one for each of what stands between them. */
export function listWordParts(
  words: readonly string[],
  language: Language,
): { isWord: boolean; text: string }[] {
  return formats[language].and
    .formatToParts(words)
    .map(({ type, value }) => ({ isWord: type === 'element', text: value }))
}

/** @example joinWords(['day', 'week', 'year'], 'or', 'en') // 'day, week or year' */
export function joinWords(words: readonly string[], how: 'and' | 'or', language: Language): string {
  return formats[language][how].format(words)
}
