/** References to images as files name them, with their host: in annotations, in the values of a chart. Pure. */

export interface ImageNameParts {
  /** Host and path, without tag and digest. */
  name: string
  tag: string | null
  digest: string | null
}

const maxLength = 512
const component = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/
const host = /^[a-z0-9.-]+(?::\d{1,5})?$/i

/**
 * Takes a reference apart, which begins with a host.
 * @returns null for what is none
 * @example splitImageName('registry.example:5000/acme/base:3.1') // { name: 'registry.example:5000/acme/base', tag: '3.1', digest: null }
 */
export function splitImageName(text: string): ImageNameParts | null {
  if (text.length > maxLength) return null
  const [named = '', digest = null, ...more] = text.trim().split('@')
  if (more.length > 0) return null
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const name = hasTag ? named.slice(0, colon) : named
  const [first = '', ...path] = name.split('/')
  const isHost = host.test(first) && (first === 'localhost' || /[.:]/.test(first))
  if (!isHost || path.length === 0 || !path.every((part) => component.test(part))) return null
  return {
    name: `${first.toLowerCase()}/${path.join('/')}`,
    tag: hasTag ? named.slice(colon + 1) : null,
    digest,
  }
}
