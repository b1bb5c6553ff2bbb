/**
 * Reads the text of a search: words, `"phrases"`, `-exclusions`, references to images and digests. There is no text that is
 * wrong: what has no meaning here is a word.
 */
import {
  parseBareDigest,
  parseDigestBeginning,
  parseImageReference,
  parsePageAddress,
} from './parse-image-reference.ts'
import { readPastedLine } from './read-pasted-line.ts'
import { maxTypedLength, scanTypedText, type TypedPart } from './scan-typed-text.ts'
import type { ImageReference, TextQuery } from './text-query.ts'

const maxParts = 32

/**
 * Takes a text apart; of a longer one than 512 characters, or of more than 32 parts, the beginning.
 * @example parseTextQuery('redis -sentinel "in memory"') // words: redis, excluded: sentinel, phrases: in memory
 * @example parseTextQuery('docker pull public.ecr.aws/acme/web:1.2') // words: acme/web, reference: acme/web:1.2
 */
export function parseTextQuery(text: string): TextQuery {
  const query: TextQuery = {
    words: [],
    phrases: [],
    excluded: [],
    reference: null,
    digest: null,
    maybeDigest: null,
  }
  const pasted = readPastedLine(text.slice(0, maxTypedLength).toWellFormed())
  if (pasted !== null) addReference(query, pasted)
  else for (const part of scanTypedText(text).slice(0, maxParts)) addPart(query, part)
  const { words, phrases, excluded, digest } = query
  const isAlone = words.length === 1 && phrases.length + excluded.length === 0 && digest === null
  if (isAlone) query.maybeDigest = parseBareDigest(words[0] ?? '')
  return query
}

function addPart(query: TextQuery, { text, quoted, negated, label }: TypedPart): void {
  if (label !== null) (negated ? query.excluded : query.words).push(label)
  if (negated) query.excluded.push(text)
  else if (quoted) query.phrases.push(text)
  else addWord(query, text)
}

function addWord(query: TextQuery, word: string): void {
  const digest = parseDigestBeginning(word)
  const reference = parsePageAddress(word) ?? parseImageReference(word)
  if (digest !== null && query.digest === null) query.digest = digest
  else if (digest === null && reference !== null) addReference(query, reference)
  else query.words.push(word)
}

/** The names stand among the words too, so that the repository is found where the reference as a whole leads nowhere. */
function addReference(query: TextQuery, reference: ImageReference): void {
  const { registryAlias, repositoryName } = reference
  query.words.push(registryAlias === null ? repositoryName : `${registryAlias}/${repositoryName}`)
  query.reference ??= reference
}
