'use client'

import { type ReactNode, useContext, useMemo } from 'react'
import type { Language } from '#lib/language/languages.ts'
import type { Messages } from '#lib/language/texts.ts'
import { TextsContext } from './browser-use-texts.ts'

/** Adds messages to those that are there. */
export function TextsProvider({
  language,
  messages,
  children,
}: {
  language: Language
  messages: Partial<Messages>
  children: ReactNode
}) {
  const outer = useContext(TextsContext).messages
  const value = useMemo(
    () => ({ language, messages: { ...outer, ...messages } }),
    [language, outer, messages],
  )
  return <TextsContext.Provider value={value}>{children}</TextsContext.Provider>
}
