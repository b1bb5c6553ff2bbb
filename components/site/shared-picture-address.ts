import { DEFAULT_LANGUAGE, type Language } from '#lib/language/languages.ts'

/** Of the picture beside a shared link, in pixels: what the services that show it ask for. */
export const pictureSize = { width: 1200, height: 630 }

/** Its address in each language. @example toPicturePath('ja') // '/opengraph-image/ja' */
export function toPicturePath(language: Language): string {
  return language === DEFAULT_LANGUAGE ? '/opengraph-image' : `/opengraph-image/${language}`
}
