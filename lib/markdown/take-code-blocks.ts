/** The blocks of code of a sanitised tree, as they are to be coloured. */
import type { Element, Root } from 'hast'
import { type Language, toLanguage } from './code-languages.ts'
import { isElement, listElements, readText } from './list-elements.ts'
import { isShort } from './mark-short-code.ts'

/** Characters of a block; a longer one stays plain. */
const maxCodeLength = 12_000

export interface CodeBlock {
  /** The `code` element, whose children are to be replaced. */
  element: Element
  code: string
  language: Language
}

/**
 * Lists the blocks whose language is known, in document order, and takes away the classes that named the languages: the
 * tree is then as it is shown where nothing is coloured.
 */
export function takeCodeBlocks(tree: Root): CodeBlock[] {
  const elements = listElements(tree)
  const blocks = elements.flatMap((element) => {
    const [code] = element.children
    if (element.tagName !== 'pre' || element.children.length !== 1) return []
    if (!code || !isElement(code) || code.tagName !== 'code') return []
    const language = toLanguage(readLanguageName(code))
    const text = readText(code).replace(/\n$/, '')
    return language === null || text.length > maxCodeLength ? [] : [{ element: code, code: text, language }]
  })
  for (const { tagName, properties } of elements) {
    if (tagName === 'code' && !isShort(properties)) delete properties.className
  }
  return blocks
}

/** The name after the three backticks; empty where there is none. */
function readLanguageName(code: Element): string {
  const [first] = [code.properties.className ?? []].flat()
  return String(first ?? '').replace(/^language-/, '')
}
