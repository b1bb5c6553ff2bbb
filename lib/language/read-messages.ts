/**
 * All messages of a language, on the server. In the pages' build `use-intl/format-message` stands for the half of it that formats compiled
 * messages (next.config.mjs), so that no browser loads a parser; elsewhere, as in the front door and in tests, they stay as they were
 * written.
 */
import compileMessage from 'icu-minify/compile'
import formatMessage from 'use-intl/format-message'
import { en } from '#messages/en/texts.ts'
import { ja } from '#messages/ja/texts.ts'
import type { Language } from './languages.ts'
import type { Messages } from './texts.ts'

const written: Readonly<Record<Language, unknown>> = { en, ja }

/** One entry for each language. */
const ready = new Map<Language, Messages>()

/** Compiled once where they have to be. */
export function readMessages(language: Language): Messages {
  const known = ready.get(language)
  if (known !== undefined) return known
  const messages = (formatMessage.raw ? written[language] : compileAll(written[language])) as Messages
  ready.set(language, messages)
  return messages
}

function compileAll(node: unknown): unknown {
  // As plain objects, which alone may go to the browser.
  if (typeof node === 'string') return JSON.parse(JSON.stringify(compileMessage(node)))
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, compileAll(value)]))
}
