/** GitHub's names of emoji, such as `:rocket:`, become the emoji; names that it does not have stay, and so does code. */
import { nameToEmoji } from 'gemoji'
import type { Element, Root } from 'hast'
import { isElement } from './list-elements.ts'

const maxNameLength = 60
const letterOrDigit = /[\p{L}\p{N}]/u
const literal = new Set(['pre', 'code', 'tt'])

/** Changes the tree in place. Call it after ids were made from headings, as GitHub does. */
export function replaceEmoji(tree: Root): void {
  const open: (Root | Element)[] = [tree]
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const child of parent.children) {
      if (child.type === 'text') child.value = replaceNames(child.value)
      else if (isElement(child) && !literal.has(child.tagName)) open.push(child)
    }
  }
}

function replaceNames(text: string): string {
  if (!text.includes(':')) return text
  let replaced = ''
  let from = 0
  for (let start = text.indexOf(':'); start !== -1; ) {
    const end = text.indexOf(':', start + 1)
    const isName = end !== -1 && end - start <= maxNameLength && !isInsideWord(text, start, end)
    const emoji = isName ? readEmoji(text.slice(start + 1, end)) : undefined
    if (emoji !== undefined) {
      replaced += text.slice(from, start) + emoji
      from = end + 1
      start = text.indexOf(':', from)
    } else start = end
  }
  return replaced + text.slice(from)
}

/** `10:100:20` and `a:b:c` are no place for a picture. */
function isInsideWord(text: string, start: number, end: number): boolean {
  return letterOrDigit.test(text[start - 1] ?? '') && letterOrDigit.test(text[end + 1] ?? '')
}

function readEmoji(wanted: string): string | undefined {
  return Object.hasOwn(nameToEmoji, wanted) ? nameToEmoji[wanted] : undefined
}
