/**
 * What says the gallery's words: ICU messages with typed keys and arguments, by page concern (`messages/LANGUAGE/CONCERN.ts`). The browser
 * uses this too; it has the messages of its own components only, and no parser.
 */
import { createTranslator } from 'use-intl/core'
import type { en } from '#messages/en/texts.ts'
import type { Language } from './languages.ts'

/** By concern and key, maybe in groups. Those of English decide which there are. */
export type Messages = typeof en

/** A page concern: one file of each language. */
export type Concern = keyof Messages

/** Says the messages of one concern. @example texts('theme.change', { now, next }) */
export type Texts<Name extends Concern> = ReturnType<typeof createTranslator<Messages, Name>>

/** @param messages with this concern at least */
export function toTexts<Name extends Concern>(
  language: Language,
  messages: Partial<Messages>,
  concern: Name,
): Texts<Name> {
  return createTranslator<Messages, Name>({
    locale: language,
    messages: messages as Messages,
    namespace: concern as never,
    timeZone: 'UTC',
  }) as Texts<Name>
}
