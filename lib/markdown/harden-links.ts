/**
 * Links and images of a sanitised tree. A link leads to the web, to a mail address or to a place in the same
 * text, and tells search engines and the target nothing; an image comes over https, and lazily. What is neither
 * becomes its own text. Relative addresses lead into the repository that the image was built from, where one is known.
 */
import type { Element, Root } from 'hast'
import { listElements } from './list-elements.ts'
import type { AddressResolver } from './resolve-addresses.ts'
import { readImageTheme, toThemeClass } from './theme-images.ts'

const maxSpan = 20

/** Changes the tree in place. `idPrefix` is what the sanitiser put before every id. */
export function hardenLinks(tree: Root, idPrefix: string, resolver: AddressResolver | null): void {
  for (const element of listElements(tree)) {
    if (element.tagName === 'a') hardenLink(element, idPrefix, resolver)
    else if (element.tagName === 'img') hardenImage(element, resolver)
    else if (element.tagName === 'td' || element.tagName === 'th') boundCell(element)
  }
}

function hardenLink(link: Element, idPrefix: string, resolver: AddressResolver | null): void {
  const href = String(link.properties.href ?? '')
  const theme = readImageTheme(href)
  if (theme !== null) link.properties.className = [toThemeClass(theme)]
  if (href.startsWith('#') && href.length > 1 && theme === null) {
    link.properties.href = `#${idPrefix}${toFragment(href)}`
    return
  }
  const address = isRelative(href) ? resolver?.toLink(href) : href
  const url = toUrl(address ?? '', ['http:', 'https:', 'mailto:'])
  if (url === null) {
    delete link.properties.href
    link.tagName = 'span'
    return
  }
  link.properties.href = url
  link.properties.rel = ['nofollow', 'ugc', 'noopener', 'noreferrer']
}

function hardenImage(image: Element, resolver: AddressResolver | null): void {
  const { src, alt, title, width, height, align } = image.properties
  const written = String(src ?? '')
  const theme = readImageTheme(written)
  const url = toImageUrl(isRelative(written) ? (resolver?.toImage(written) ?? '') : written)
  const words = typeof alt === 'string' ? alt : ''
  const themeClass = theme === null ? {} : { className: [toThemeClass(theme)] }
  if (url === null) {
    image.tagName = 'span'
    image.properties = themeClass
    image.children = [{ type: 'text', value: words }]
    return
  }
  image.properties = {
    src: url,
    alt: words,
    ...(typeof title === 'string' ? { title } : {}),
    ...toSide('width', width),
    ...toSide('height', height),
    ...(typeof align === 'string' ? { align } : {}),
    ...themeClass,
    loading: 'lazy',
    decoding: 'async',
    referrerPolicy: 'no-referrer',
  }
}

/** Pages load images over https alone, where nearly every host has them; one that names its port does not. */
function toImageUrl(address: string): string | null {
  const url = URL.parse(toUrl(address, ['http:', 'https:']) ?? '')
  if (url === null || (url.protocol === 'http:' && url.port !== '')) return null
  url.protocol = 'https:'
  return url.href
}

/** True for what neither names a scheme or a host, nor is a mere place in a page. */
function isRelative(address: string): boolean {
  return address !== '' && !/^(?:[a-z][a-z0-9+.-]*:|[/\\]{2}|[#?])/i.test(address)
}

/** A percentage is kept as the readers of other READMEs expect it; anything else is not a size. */
function toSide(name: 'width' | 'height', value: unknown): Record<string, string> {
  const text = String(value ?? '')
  return /^\d{1,4}(?:px)?$/.test(text) || /^\d{1,2}0?%$/.test(text) ? { [name]: text.replace('px', '') } : {}
}

function boundCell(cell: Element): void {
  const { width } = cell.properties
  delete cell.properties.width
  Object.assign(cell.properties, toSide('width', width))
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
