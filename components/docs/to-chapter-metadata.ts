import type { Metadata } from 'next'
import { getTexts } from '../language/get-texts.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'
import { type ChapterName, chapters } from './chapters.ts'

/** Title and description of a chapter; the first one stands for the docs as a whole. */
export async function toChapterMetadata(name: ChapterName): Promise<Metadata> {
  const texts = await getTexts('docs')
  return toPageMetadata({
    title: name === 'visitors' ? texts('docs') : texts(`chapters.${name}.title`),
    description: texts(`chapters.${name}.description`),
    path: chapters[name].path,
  })
}
