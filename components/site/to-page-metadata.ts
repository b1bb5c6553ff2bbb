import type { Metadata, Route } from 'next'
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { describeLanguage, LANGUAGES, type Language } from '#lib/language/languages.ts'
import { getLanguage, getTexts } from '../language/get-texts.ts'
import { pictureSize, toPicturePath } from './shared-picture-address.ts'

/**
 * The metadata of a page at its canonical address. A page's `openGraph` replaces that of the root layout as a
 * whole, so the picture and the site's name are stated here for all of them. One address shows a page in the language of its reader;
 * with `?language=` it is the same for everyone, which is what search engines are told of.
 */
export async function toPageMetadata({
  title,
  description,
  path,
  feed,
}: {
  title: string
  description: string
  path: Route
  /** Where it can be followed, in no language of its own. */
  feed?: string
}): Promise<Metadata> {
  const language = await getLanguage()
  return {
    title,
    description,
    alternates: {
      ...toLanguageAlternates(path, language),
      ...(feed && { types: { 'application/atom+xml': toAddressInLanguage(feed, language) } }),
    },
    openGraph: {
      title,
      description,
      // Whoever shows a shared link reads it again at this address, in no language of its own.
      url: toAddressInLanguage(path, language),
      siteName: 'Public Gallery',
      type: 'website',
      locale: describeLanguage(language).openGraph,
      images: [{ url: toPicturePath(language), ...pictureSize, alt: (await getTexts('site'))('slogan') }],
    },
    twitter: { card: 'summary_large_image', title, description },
  }
}

/** The address of a page in its language, and in all others. */
export function toLanguageAlternates(
  path: Route,
  language: Language,
): Pick<NonNullable<Metadata['alternates']>, 'canonical' | 'languages'> {
  return {
    canonical: toAddressInLanguage(path, language),
    languages: {
      ...Object.fromEntries(LANGUAGES.map((one) => [one, toAddressInLanguage(path, one)])),
      'x-default': path,
    },
  }
}
