/**
 * What the browser says when the layout of a page has failed. Other words come with their page (`read-messages.ts`); these are with the
 * script that shows them, which no other page loads.
 */
import { globalError as en } from '#messages/en/global-error.ts'
import { globalError as ja } from '#messages/ja/global-error.ts'
import type { Language } from './languages.ts'

/** As they are written: none has an argument. */
export const wordsWithoutPage: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = {
  en,
  ja,
}
