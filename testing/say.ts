/** The words of a page as a visitor reads them, in the language that a test runs in. */
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Concern, Messages } from '#lib/language/texts.ts'

/** All keys below a node of the messages, with a dot between the names of groups. */
type Keys<Node> = {
  [Name in keyof Node & string]: Node[Name] extends string ? Name : `${Name}.${Keys<Node[Name]>}`
}[keyof Node & string]

/**
 * What a tag has in it is said by a function; a tag without one has what stands between its ends.
 * @example say('search.filters.remove', { filter: 'Linux' }) // 'Remove filter Linux'
 */
export type Say = (
  key: Keys<Messages>,
  values?: Readonly<Record<string, string | number | (() => string)>>,
) => string

type Format = (key: string, values: object) => unknown

/** Tags have no part in what is read, and spaces are as a browser gives them. */
export function toSay(language: Language): Say {
  return (key, values = {}) => {
    const [concern, ...names] = key.split('.')
    const texts = readTexts(language, concern as Concern) as unknown as { rich: Format }
    // What a message does not name as a value is a tag.
    const known = new Proxy(values, {
      get: (given, name) => Reflect.get(given, name) ?? ((words: unknown) => [words].flat(9).join('')),
      has: () => true,
    })
    return [texts.rich(names.join('.'), known)].flat(9).join('').replace(/\s+/gu, ' ').trim()
  }
}
