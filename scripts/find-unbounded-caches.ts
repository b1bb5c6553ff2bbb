/**
 * Finds caches without a bound on their memory: what strangers ask for makes a cache as large as it may become. A count is a bound only
 * where each entry is small, and then a comment says why it is.
 */
import type { SourceFile } from './list-imports.ts'

/** @returns one sentence for each cache, beginning with `path:line` */
export function findUnboundedCaches({ path, text }: SourceFile): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    if (!/\bnew LRUCache\b/.test(line)) return []
    const end = lines.findIndex((one, index) => index >= at && one.trimEnd().endsWith(')'))
    const statement = lines.slice(at, end + 1).join('\n')
    if (/\bmaxSize\b/.test(statement) && /\bsizeCalculation\b/.test(statement)) return []
    const isExplained = /^\s*(?:\/\/|\*\/?|\/\*\*)/.test(lines[at - 1] ?? '')
    if (/\bmax\b/.test(statement) && isExplained) return []
    return [
      `${path}:${at + 1} has a cache that is not bounded in bytes; give it maxSize and sizeCalculation, or say above it why all entries are small.`,
    ]
  })
}
