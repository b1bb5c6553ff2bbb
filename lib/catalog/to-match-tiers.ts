/**
 * What a visitor typed, as expressions of SQLite's FTS5 (https://sqlite.org/fts5.html, section 3). Every word
 * must match, each as the beginning of a word. Where the words are found decides how relevant a repository
 * is; each expression stands for one such place, the best first, and the last one contains all others.
 * Words are always quoted, so nothing that is typed is ever read as query syntax.
 */
import { toArchitecture, toOperatingSystem } from '#lib/oci/platform-labels.ts'
import { toPlatformBit } from './platform-mask.ts'

const maxWords = 12

/** One place to find a text in: an expression of FTS5, or a platform that the text names exactly. */
export type MatchTier = { expression: string } | { platformBit: number }

/** Places in order of relevance; empty when the text holds no letter or digit to look for. */
export function toMatchTiers(text: string): MatchTier[] {
  const words = toSearchWords(text)
  if (words.length === 0) return []
  const whole = words.map((word) => `"${word}"`).join(' AND ')
  const begun = words.map((word) => `"${word}"*`).join(' AND ')
  const any = words.map((word) => `"${word}"*`).join(' OR ')
  const unlessText = `({name publisher description platforms} : (${begun}))`
  return [
    { expression: `{name} : (${whole})` },
    { expression: `{name} : (${begun})` },
    { expression: `{name publisher} : (${begun})` },
    { expression: `({name} : (${any})) AND ${unlessText}` },
    ...toPlatformTier(text),
    { expression: unlessText },
    { expression: begun },
  ]
}

/** Who looks for `x86` does not mean `x86-64`, though the one begins with the other. */
function toPlatformTier(text: string): MatchTier[] {
  const label = toArchitecture(text) ?? toOperatingSystem(text)
  return label === null ? [] : [{ platformBit: toPlatformBit(label) }]
}

/**
 * Splits what was typed at spaces and slashes. `ARM 64` stays together, as it is one label.
 * @example toSearchWords('acme/web ARM 64') // ['acme', 'web', 'ARM 64']
 */
function toSearchWords(text: string): string[] {
  const words = text
    .toWellFormed()
    .replace(/[\p{Cc}"]/gu, ' ')
    .split(/[\s/]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, maxWords)
  return words.flatMap((word, position) => {
    const next = words[position + 1]
    const previous = words[position - 1]
    if (next !== undefined && isArchitecture(`${word} ${next}`)) return [`${word} ${next}`]
    return previous !== undefined && isArchitecture(`${previous} ${word}`) ? [] : [word]
  })
}

function isArchitecture(text: string): boolean {
  return toArchitecture(text) !== null
}
