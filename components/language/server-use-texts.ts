/** `browser-use-texts.ts` for components of the server. */
import { use } from 'react'
import type { Language } from '#lib/language/languages.ts'
import type { Concern, Texts } from '#lib/language/texts.ts'
import { getLanguage, toServerTexts } from './get-texts.ts'

export function useTexts<Name extends Concern>(concern: Name): Texts<Name> {
  return toServerTexts(useLanguage(), concern)
}

export function useLanguage(): Language {
  return use(getLanguage())
}
