/** The words of a failed call in a language: the log and the API have them in English, the status page in that of its reader. */
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Messages } from '#lib/language/texts.ts'
import type { SkippedName } from './skip-name.ts'

export type FailureCode = keyof Messages['failures']['codes']

/** Of a duration that is told: `count` and `unit` among the values of a failure. */
export type DurationUnit = keyof Messages['failures']['durations']

/** What failed and how, without words: kept beside those of the log. */
export interface Failure {
  /** The index may be of a newer gallery, which has more. */
  code: FailureCode | (string & {})
  /** Such as the status or the operation: nothing that is secret. */
  values: Readonly<Record<string, string | number>>
  /** What was asked for, such as `DescribeRepositories`; it begins the sentence. */
  call?: string | undefined
  /** What was asked. */
  place: keyof Messages['failures']['places']
}

export interface Explanation {
  /** What happened: one sentence, in English. */
  what: string
  /** What to do about it. */
  advice: string
  /** The same without words, for the pages: they say it in the language of whoever reads them. */
  failure: Failure
}

type Say = (key: string, values: object) => string

/**
 * The words of the log and of the API for a failure.
 * @param where the place in words that only the log may have, such as its address
 */
export function explain(failure: Failure & { code: FailureCode }, where?: string): Explanation {
  return { ...sayFailure(failure, 'en', where), failure }
}

/** @param where in place of the words for `place` */
export function sayFailure(
  { code, values, call, place }: Failure,
  language: Language,
  where?: string,
): { what: string; advice: string } {
  const texts = readTexts(language, 'failures')
  const say = texts as unknown as Say
  const duration = 'unit' in values ? say(`durations.${values.unit}`, values) : ''
  const all = { ...values, duration, where: where ?? texts(`places.${place}`) }
  const isKnown = say(`codes.${code}.what`, all) !== `failures.codes.${code}.what`
  const known = isKnown ? code : 'unknown'
  const what = say(`codes.${known}.what`, all)
  const advice = say(`codes.${known}.advice`, all)
  return { what: call === undefined ? what : texts('failed', { call, what }), advice }
}

/** Why a source's name was left out. */
export function saySkipped(code: SkippedName['code'], language: Language): string {
  return readTexts(language, 'failures')(`skipped.${code}`)
}
