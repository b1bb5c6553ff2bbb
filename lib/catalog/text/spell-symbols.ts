/**
 * Names of which signs are a part: `c++`, `c#` and `.net` are words of their own, and not `c` and `net`. They are spelt out,
 * as names of repositories have to spell them, so that both forms are one word.
 */

const endsInPluses = /(?<![\p{L}\p{N}])([a-z]{1,12})\+\+(?![\p{L}+])/gu
const endsInSharp = /(?<![\p{L}\p{N}])([a-z])#(?![\p{L}\p{N}#])/gu
const beginsWithDot = /(?<![\p{L}\p{N}.])\.net(?!\p{L})/gu

/**
 * Spells such names of a normalised text out.
 * @example spellSymbols('c++17, c# and .net 8') // 'cplusplus17, csharp and dotnet 8'
 */
export function spellSymbols(text: string): string {
  let spelt = text
  if (spelt.includes('++')) spelt = spelt.replace(endsInPluses, '$1plusplus')
  if (spelt.includes('#')) spelt = spelt.replace(endsInSharp, '$1sharp')
  return spelt.includes('.net') ? spelt.replace(beginsWithDot, 'dotnet') : spelt
}
