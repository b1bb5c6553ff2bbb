/** Names that an entry lists, and patterns in which `*` stands for any part of a name, slashes among it. Pure. */

export interface NameList {
  /** Without a `*`; these need not be listed by the registry. */
  names: string[]
  patterns: string[]
}

/** Tells names from patterns. */
export function splitNames(given: readonly string[]): NameList {
  const [names, patterns]: [string[], string[]] = [[], []]
  for (const one of new Set(given)) (one.includes('*') ? patterns : names).push(one)
  return { names, patterns }
}

/**
 * True when the pattern names it; twice the text costs twice as much.
 * @example matchesPattern('team/*', 'team/tools/app') // true
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const parts = pattern.split('*')
  const [first = ''] = parts
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return pattern === name
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false
  let at = first.length
  const end = name.length - last.length
  // The earliest place for each part leaves most room for those after it.
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
