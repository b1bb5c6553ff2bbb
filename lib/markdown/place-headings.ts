/**
 * Puts a text's headings under the page's own `h1`: its topmost level becomes `h2`, no level is skipped, and
 * every heading gets an id from its words, so that it can be linked to. Ids are unique within the text.
 */
import type { Element, Root } from 'hast'
import { listElements, readText } from './list-elements.ts'

const maxIdLength = 255

/** Changes the tree in place. `idPrefix` stands before every id. */
export function placeHeadings(tree: Root, idPrefix: string): void {
  const elements = listElements(tree)
  const headings = elements.filter((element) => /^h[1-6]$/.test(element.tagName))
  const topLevel = Math.min(...headings.map(readLevel))
  let previous = 1
  for (const heading of headings) {
    const level = Math.min(readLevel(heading) - topLevel + 2, previous + 1, 6)
    heading.tagName = `h${level}`
    heading.properties.id ??= `${idPrefix}${toSlug(readText(heading))}`
    previous = level
  }
  makeIdsUnique(elements, idPrefix)
}

/** As GitHub makes them, so that a text's own table of contents works here too. */
function toSlug(words: string): string {
  const slug = words
    .trim()
    .toLowerCase()
    .replace(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
    .slice(0, maxIdLength)
    .toWellFormed()
  return slug === '' ? 'section' : slug
}

function makeIdsUnique(elements: Element[], idPrefix: string): void {
  // How many copies of each id there are, so that the next one need not try them all.
  const copies = new Map<string, number>()
  for (const { properties } of elements) {
    if (properties.id === undefined) continue
    const wanted = String(properties.id)
    if (wanted === idPrefix) {
      delete properties.id
      continue
    }
    let id = wanted
    while (copies.has(id)) {
      const copy = (copies.get(wanted) ?? 0) + 1
      copies.set(wanted, copy)
      id = `${wanted}-${copy}`
    }
    copies.set(id, 0)
    properties.id = id
  }
}

function readLevel(heading: Element): number {
  return Number(heading.tagName.slice(1))
}
