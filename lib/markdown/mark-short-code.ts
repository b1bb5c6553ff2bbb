/**
 * Names and options in a line of text, such as `--platform`, are read as one word and do not break across lines; what is
 * longer than a narrow screen has room for may break.
 */
import type { Element, Properties, Root } from 'hast'
import { isElement, readText } from './list-elements.ts'

const maxLength = 24
const className = 'code-short'

/** Changes a sanitised tree in place. Code in blocks is left alone. */
export function markShortCode(tree: Root): void {
  const open: (Root | Element)[] = [tree]
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const child of parent.children) {
      if (!isElement(child) || child.tagName === 'pre') continue
      if (child.tagName === 'code' || child.tagName === 'tt') markCode(child)
      else open.push(child)
    }
  }
}

/** Whether `markShortCode` has marked the element with these properties. */
export function isShort(properties: Properties): boolean {
  return [properties.className].flat().includes(className)
}

function markCode(code: Element): void {
  delete code.properties.className
  if ([...readText(code).slice(0, 2 * maxLength + 1)].length <= maxLength) {
    code.properties.className = [className]
  }
}
