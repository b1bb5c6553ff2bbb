/**
 * Pages that read an index and nothing else, kept until the index changes: Next renders them for each request, and an empty one
 * costs five times as much as a page from its cache. Bounded; the page that nobody has asked for the longest goes first.
 */

export interface KeptAnswer {
  headers: Readonly<Record<string, string | string[]>>
  body: Uint8Array
}

export interface KeptAnswers {
  /** The answer to the same question at the same version, made less than a minute ago; null where there is none. */
  find(question: string, version: string): KeptAnswer | null
  keep(question: string, version: string, answer: KeptAnswer): void
}

/** What a page says of now, such as how many repositories changed in the last day, is right to the minute. */
const maxAgeMs = 60_000

/** What an answer takes beside its own bytes: objects, and its place in the map. */
const entryBytes = 500

/** For tests: the time, and other bounds. */
export interface KeptAnswersOptions {
  now?: () => number
  maxBytes?: number
  maxAnswerBytes?: number
}

function toHeaderBytes(headers: KeptAnswer['headers']): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0)
}

/** Keeps nothing yet. */
export function createKeptAnswers({
  now = () => performance.now(),
  maxBytes = 8 * 1024 * 1024,
  maxAnswerBytes = 512 * 1024,
}: KeptAnswersOptions = {}): KeptAnswers {
  const kept = new Map<string, { answer: KeptAnswer; madeAt: number; bytes: number }>()
  let ofVersion = ''
  let bytes = 0
  const remove = (question: string) => {
    bytes -= kept.get(question)?.bytes ?? 0
    kept.delete(question)
  }
  /** Nothing of an older version is ever asked for again. */
  const moveTo = (version: string) => {
    if (version === ofVersion) return
    kept.clear()
    bytes = 0
    ofVersion = version
  }
  return {
    find: (question, version) => {
      moveTo(version)
      const found = kept.get(question)
      if (found === undefined) return null
      kept.delete(question)
      if (now() - found.madeAt >= maxAgeMs) {
        bytes -= found.bytes
        return null
      }
      // The last in the map is the one that was asked for last.
      kept.set(question, found)
      return found.answer
    },
    keep: (question, version, answer) => {
      moveTo(version)
      remove(question)
      const own = answer.body.byteLength + toHeaderBytes(answer.headers) + 2 * question.length + entryBytes
      if (own > maxAnswerBytes) return
      kept.set(question, { answer, madeAt: now(), bytes: own })
      bytes += own
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
  }
}
