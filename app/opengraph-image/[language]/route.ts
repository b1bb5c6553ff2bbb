import { drawSharedPicture } from '#components/site/draw-shared-picture.tsx'
import { DEFAULT_LANGUAGE, LANGUAGES, toLanguage } from '#lib/language/languages.ts'

/** Drawn when the gallery is built; there are no others. */
export const dynamic = 'force-static'
export const dynamicParams = false

export function generateStaticParams(): { language: string }[] {
  return LANGUAGES.filter((language) => language !== DEFAULT_LANGUAGE).map((language) => ({ language }))
}

export async function GET(_: Request, { params }: { params: Promise<{ language: string }> }) {
  return drawSharedPicture(toLanguage((await params).language) ?? DEFAULT_LANGUAGE)
}
