/** The words of a page where they are made: metadata, and components that are async functions. */
import { language as readRouteLanguage } from 'next/root-params'
import { cache } from 'react'
import { DEFAULT_LANGUAGE, type Language, toLanguage } from '#lib/language/languages.ts'
import { readMessages } from '#lib/language/read-messages.ts'
import { type Concern, type Texts, toTexts } from '#lib/language/texts.ts'

/** One entry for each language and concern. */
const known = new Map<string, unknown>()

/** The language of the page that is being rendered. */
export const getLanguage = cache(
  async (): Promise<Language> => toLanguage((await readRouteLanguage())?.slice(1)) ?? DEFAULT_LANGUAGE,
)

/** @example const texts = await getTexts('search') */
export async function getTexts<Name extends Concern>(concern: Name): Promise<Texts<Name>> {
  return toServerTexts(await getLanguage(), concern)
}

/** Made once for each language and concern. */
export function toServerTexts<Name extends Concern>(language: Language, concern: Name): Texts<Name> {
  const key = `${language}/${concern}`
  const found = known.get(key) as Texts<Name> | undefined
  if (found !== undefined) return found
  const texts = toTexts(language, readMessages(language), concern)
  known.set(key, texts)
  return texts
}
