import { describeLanguage, type Language } from './languages.ts'

/** What stands between two sentences: a space in languages that write one after a comma, too. @example toSentenceGap('ja') // '' */
export function toSentenceGap(language: Language): string {
  return describeLanguage(language).comma.endsWith(' ') ? ' ' : ''
}
