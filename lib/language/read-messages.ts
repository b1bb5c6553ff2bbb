/** All messages of a language, on the server, where they are compiled once. */
import compileMessage from 'icu-minify/compile'
import { translations } from '#messages/translations.ts'
import { keepCounters } from './keep-counters.ts'
import type { Language } from './languages.ts'
import type { Concern, Messages } from './texts.ts'

const written: Readonly<Record<Language, Readonly<Record<Concern, unknown>>>> = translations

/** All of a language as they are written, for what compares languages. */
export function readWritten(language: Language): Readonly<Record<Concern, unknown>> {
  return written[language]
}

/** One entry for each concern of each language. */
const compiled = new Map<string, unknown>()

/** As `toTexts` takes them. */
export function readMessages<Name extends Concern>(
  language: Language,
  concerns: readonly Name[],
): Pick<Messages, Name> {
  return Object.fromEntries(concerns.map((concern) => [concern, readConcern(language, concern)])) as Pick<
    Messages,
    Name
  >
}

function readConcern(language: Language, concern: Concern): unknown {
  const key = `${language} ${concern}`
  const messages = compiled.get(key) ?? compileAll(written[language][concern])
  compiled.set(key, messages)
  return messages
}

function compileAll(node: unknown): unknown {
  // As plain objects, which alone may go to the browser.
  if (typeof node === 'string') return JSON.parse(JSON.stringify(compileMessage(keepCounters(node))))
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, compileAll(value)]))
}
