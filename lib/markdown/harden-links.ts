/**
 * Links and images of a sanitised tree. A link leads to the web, to a mail address or to a place in the same
 * text, and tells search engines and the target nothing; an image comes over https, and lazily. What is neither
 * becomes its own text.
 */
import type { Element, Root } from 'hast'
import { listElements } from './list-elements.ts'

const maxSpan = 20

/** Changes the tree in place. `idPrefix` is what the sanitiser put before every id. */
export function hardenLinks(tree: Root, idPrefix: string): void {
  for (const element of listElements(tree)) {
    if (element.tagName === 'a') hardenLink(element, idPrefix)
    else if (element.tagName === 'img') hardenImage(element)
    else if (element.tagName === 'td' || element.tagName === 'th') boundSpans(element)
  }
}

function hardenLink(link: Element, idPrefix: string): void {
  const { href } = link.properties
  if (typeof href === 'string' && href.startsWith('#') && href.length > 1) {
    link.properties.href = `#${idPrefix}${toFragment(href)}`
    return
  }
  const url = typeof href === 'string' ? toUrl(href, ['http:', 'https:', 'mailto:']) : null
  if (url === null) {
    delete link.properties.href
    link.tagName = 'span'
    return
  }
  link.properties.href = url
  link.properties.rel = ['nofollow', 'ugc', 'noopener', 'noreferrer']
}

function hardenImage(image: Element): void {
  const { src, alt, title, width, height } = image.properties
  const url = typeof src === 'string' ? toUrl(src, ['https:']) : null
  const words = typeof alt === 'string' ? alt : ''
  if (url === null) {
    image.tagName = 'span'
    image.properties = {}
    image.children = [{ type: 'text', value: words }]
    return
  }
  image.properties = {
    src: url,
    alt: words,
    ...(typeof title === 'string' ? { title } : {}),
    ...toSide('width', width),
    ...toSide('height', height),
    loading: 'lazy',
    decoding: 'async',
    referrerPolicy: 'no-referrer',
  }
}

/** A percentage is kept as the readers of other READMEs expect it; anything else is not a size. */
function toSide(name: 'width' | 'height', value: unknown): Record<string, string> {
  const text = String(value ?? '')
  return /^\d{1,4}(?:px)?$/.test(text) || /^\d{1,2}0?%$/.test(text) ? { [name]: text.replace('px', '') } : {}
}

function boundSpans(cell: Element): void {
  for (const name of ['colSpan', 'rowSpan'] as const) {
    const span = Number(cell.properties[name] ?? 1)
    if (!Number.isInteger(span) || span < 1 || span > maxSpan) delete cell.properties[name]
  }
}

/** The address as a browser reads it; null when it has another scheme, hides a user name, or is relative. */
function toUrl(address: string, schemes: string[]): string | null {
  const url = URL.parse(address)
  if (url === null || !schemes.includes(url.protocol) || url.username !== '' || url.password !== '')
    return null
  return url.href
}

/** Ids are not percent-encoded, fragments written by Markdown are. */
function toFragment(href: string): string {
  try {
    return decodeURIComponent(href.slice(1))
  } catch {
    return href.slice(1)
  }
}
