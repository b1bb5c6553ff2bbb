/** The words of a page where they are made: metadata, and components that are async functions. */
import { language as readRouteLanguage } from 'next/root-params'
import { cache } from 'react'
import { DEFAULT_LANGUAGE, type Language, toLanguage } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Concern, Texts } from '#lib/language/texts.ts'

/** The language of the page that is being rendered. */
export const getLanguage = cache(
  async (): Promise<Language> => toLanguage((await readRouteLanguage())?.slice(1)) ?? DEFAULT_LANGUAGE,
)

/** @example const texts = await getTexts('search') */
export async function getTexts<Name extends Concern>(concern: Name): Promise<Texts<Name>> {
  return readTexts(await getLanguage(), concern)
}
