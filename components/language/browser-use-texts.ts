'use client'

import { createContext, useContext, useMemo } from 'react'
import { DEFAULT_LANGUAGE, type Language } from '#lib/language/languages.ts'
import { type Concern, type Messages, type Texts, toTexts } from '#lib/language/texts.ts'

/** The language of the page, and the messages that its components in the browser say. */
export const TextsContext = createContext<{ language: Language; messages: Partial<Messages> }>({
  language: DEFAULT_LANGUAGE,
  messages: {},
})

/**
 * Says the messages of a page concern, in the language of the page. It is imported as
 * `#components/language/use-texts.ts`; in components of the server, package.json puts `server-use-texts.ts` in the
 * place of this file. A component that is an async function asks `get-texts.ts`.
 * @example const texts = useTexts('site')
 */
export function useTexts<Name extends Concern>(concern: Name): Texts<Name> {
  const { language, messages } = useContext(TextsContext)
  return useMemo(() => toTexts(language, messages, concern), [language, messages, concern])
}

/** The language of the page, for numbers and dates. */
export function useLanguage(): Language {
  return useContext(TextsContext).language
}
