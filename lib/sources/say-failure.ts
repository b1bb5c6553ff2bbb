/** The words of a failed call in a language: the log and the API have them in English, the status page in that of its reader. */
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Messages } from '#lib/language/texts.ts'

export type FailureCode = keyof Messages['failures']['codes']

/** What failed and how, without words: kept beside those of the log. */
export interface Failure {
  /** A `FailureCode`; the index may be of a newer gallery, which has more. */
  code: string
  /** Such as the status or the operation: nothing that is secret. */
  values: Readonly<Record<string, string | number>>
  /** What was asked for, such as `DescribeRepositories`; it begins the sentence. */
  call?: string | undefined
  /** What was asked. */
  place: keyof Messages['failures']['places']
}

type Say = (key: string, values: object) => string

/**
 * @param where in place of the words for `place`
 * @returns null for a code that is not known
 */
export function sayFailure(
  { code, values, call, place }: Failure,
  language: Language,
  where?: string,
): { what: string; advice: string } | null {
  const texts = readTexts(language, 'failures')
  const say = texts as unknown as Say
  const all = { ...values, where: where ?? texts(`places.${place}`) }
  const what = say(`codes.${code}.what`, all)
  if (what === `failures.codes.${code}.what`) return null
  const advice = say(`codes.${code}.advice`, all)
  return { what: call === undefined ? what : texts('failed', { call, what }), advice }
}
