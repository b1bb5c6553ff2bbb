/** The headings of a text from which a list of its parts is made: the two upper levels. */
import type { Root } from 'hast'
import { listElements, readText } from './list-elements.ts'

export interface TextHeading {
  /** With the text's prefix, as it stands in the page. */
  id: string
  words: string
  level: 2 | 3
}

const maxHeadings = 80
const maxWords = 120

/** Call it when headings have their places and ids. The heading of the footnotes is none of the publisher's. */
export function listHeadings(tree: Root): TextHeading[] {
  const headings: TextHeading[] = []
  for (const element of listElements(tree)) {
    const level = element.tagName === 'h2' ? 2 : element.tagName === 'h3' ? 3 : null
    const id = String(element.properties.id ?? '')
    const words = readText(element).trim()
    if (level === null || words === '' || id === '' || isFootnoteLabel(id)) continue
    headings.push({ id, words: shorten(words), level })
    if (headings.length === maxHeadings) break
  }
  return headings
}

function isFootnoteLabel(id: string): boolean {
  return id.endsWith('footnote-label')
}

function shorten(words: string): string {
  const letters = [...words.slice(0, 2 * maxWords)]
  return letters.length <= maxWords ? words : `${letters.slice(0, maxWords).join('')} …`
}
