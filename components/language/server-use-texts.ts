/** `browser-use-texts.ts` for components of the server. */
import { use } from 'react'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Concern, Texts } from '#lib/language/texts.ts'
import { getLanguage } from './get-texts.ts'

export function useTexts<Name extends Concern>(concern: Name): Texts<Name> {
  return readTexts(useLanguage(), concern)
}

export function useLanguage(): Language {
  return use(getLanguage())
}
