/**
 * What says the gallery's words: ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/) with typed keys and
 * arguments, by page concern (`messages/LANGUAGE/CONCERN.ts`). Messages come here compiled (`read-messages.ts`), so that the browser,
 * which uses this too, loads no parser of them.
 */
import formatMessage, { type CompiledMessage, type FormatOptions, type FormatValues } from 'icu-minify/format'
import type { createTranslator } from 'use-intl/core'
import type { en } from '#messages/en/texts.ts'
import type { Language } from './languages.ts'

/** By concern and key, maybe in groups. Those of English decide which there are. */
export type Messages = typeof en

/** A page concern: one file of each language. */
export type Concern = keyof Messages

/**
 * Says the messages of one concern; `rich` those with tags, each of which a function of its name makes.
 * @example texts('theme.change', { now, next })
 */
export type Texts<Name extends Concern> = ReturnType<typeof createTranslator<Messages, Name>>

/** What a format of each kind has cost to make is paid once; there are as many as messages name. */
const formats = new Map<string, unknown>()

const formatters: FormatOptions['formatters'] = {
  getNumberFormat: (locale, options) => toKnown('number', locale, options, Intl.NumberFormat),
  getDateTimeFormat: (locale, options) => toKnown('date', locale, options, Intl.DateTimeFormat),
  getPluralRules: (locale, options) => toKnown('plural', locale, options, Intl.PluralRules),
}

/** @param messages compiled, with this concern at least */
export function toTexts<Name extends Concern>(
  language: Language,
  messages: Partial<Messages>,
  concern: Name,
): Texts<Name> {
  const say = (key: string, values?: FormatValues) => {
    const message = findMessage(messages[concern], key)
    // Whoever asks for what was not sent along sees which it is; see `BrowserTexts`.
    if (message === undefined) return `${concern}.${key}`
    return formatMessage(message, language, values, { formatters, timeZone: 'UTC' })
  }
  return Object.assign(say, { rich: say }) as unknown as Texts<Name>
}

/** @param key with a dot between the names of groups */
function findMessage(messages: unknown, key: string): CompiledMessage | undefined {
  let found = messages
  for (const name of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[name]
  return found as CompiledMessage | undefined
}

function toKnown<Options, Format>(
  kind: string,
  locale: Intl.LocalesArgument,
  options: Options | undefined,
  Make: new (locale: never, options?: never) => Format,
): Format {
  const key = `${kind} ${locale} ${JSON.stringify(options ?? null)}`
  const known = (formats.get(key) as Format | undefined) ?? new Make(locale as never, options as never)
  formats.set(key, known)
  return known
}
