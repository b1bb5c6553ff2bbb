/** What says the words of a concern, where all messages are: on the server. */
import type { FormatValues } from 'icu-minify/format'
import { isolateText } from './isolate-text.ts'
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
    isolateNames(toTexts(language, readMessages(language, [concern]), concern))
  known.set(key, texts)
  return texts
}

/**
 * A name that is written the other way does not turn round the numbers and marks of the message beside it (UAX #9, "isolates"). In the
 * browser, names stand in elements of their own, and this would weigh.
 */
function isolateNames<Name extends Concern>(texts: Texts<Name>): Texts<Name> {
  const original = texts as unknown as (key: string, values?: FormatValues) => unknown
  const say = (key: string, values?: FormatValues) => original(key, values && isolate(values))
  return Object.assign(say, { rich: say }) as unknown as Texts<Name>
}

/** Others are left as they are: they may be functions that are made when they are asked for. */
function isolate(values: FormatValues): FormatValues {
  const isolated = Object.entries(values).flatMap(([name, value]) => {
    const apart = typeof value === 'string' ? isolateText(value) : value
    return apart === value ? [] : [[name, apart]]
  })
  return isolated.length === 0 ? values : { ...values, ...Object.fromEntries(isolated) }
}
