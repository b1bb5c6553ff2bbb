/**
 * The few words of a publisher's text that are the gallery's own, in the language of the page: the titles of alerts, and what the parser says
 * of footnotes. Trees have them in English, as they are the same for everyone.
 */
import type { Element, Root } from 'hast'
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import { isElement, listElements } from '#lib/markdown/list-elements.ts'

const alertClass = /^alert-(note|tip|important|warning|caution)$/
const reference = /^Back to reference (\d+(?:-\d+)?)$/

/** Changes the tree in place. */
export function translateTree(tree: Root, texts: Texts<'markdown'>, language: Language): void {
  const say = (element: Element | undefined, words: string) => {
    if (element === undefined) return
    element.properties.lang = language
    element.children = [{ type: 'text', value: words }]
  }
  for (const element of listElements(tree)) {
    const { tagName, properties, children } = element
    const kind = toAlertKind(properties.className)
    if (kind !== null) say(children.find(isElement), texts(`alerts.${kind}`))
    if (tagName === 'section' && properties.dataFootnotes !== undefined) {
      say(children.find(isElement), texts('footnotes'))
    }
    const [, number] = reference.exec(String(properties.ariaLabel ?? '')) ?? []
    if (number !== undefined && properties.dataFootnoteBackref !== undefined) {
      properties.ariaLabel = texts('backToReference', { number })
    }
  }
}

function toAlertKind(className: unknown) {
  const [, kind] = Array.isArray(className) ? (alertClass.exec(String(className[1])) ?? []) : []
  return (kind ?? null) as 'note' | 'tip' | 'important' | 'warning' | 'caution' | null
}
