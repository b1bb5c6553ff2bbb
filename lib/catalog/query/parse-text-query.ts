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
import { readDressedReference, readPastedLine } from './read-pasted-line.ts'
import { maxTypedLength, scanTypedText, type TypedPart } from './scan-typed-text.ts'
import type { ImageReference, TextQuery } from './text-query.ts'

const maxParts = 32

/**
 * Takes a text apart; of a longer one than 512 characters, or of more than 32 parts, the beginning.
 * @example parseTextQuery('redis -sentinel "in memory"') // words: redis, excluded: sentinel, phrases: in memory
 * @example parseTextQuery('nginx OR httpd') // either: nginx, httpd
 * @example parseTextQuery('docker pull public.ecr.aws/acme/web:1.2') // words: acme/web, reference: acme/web:1.2
 */
export function parseTextQuery(text: string): TextQuery {
  const query: TextQuery = {
    words: [],
    either: [],
    phrases: [],
    excluded: [],
    reference: null,
    digest: null,
    maybeDigest: null,
  }
  const typed = text.slice(0, maxTypedLength).toWellFormed()
  const pasted = readPastedLine(typed) ?? readDressedReference(typed)
  if (pasted !== null) addReference(query, pasted)
  else for (const part of joinEither(query, scanTypedText(text).slice(0, maxParts))) addPart(query, part)
  const { words, either, phrases, excluded, digest } = query
  const isAlone =
    words.length === 1 && either.length + phrases.length + excluded.length === 0 && digest === null
  if (isAlone) query.maybeDigest = parseBareDigest(words[0] ?? '')
  return query
}

/** Takes `a OR b` out of the parts, and gives what follows `NOT` its sign; `AND` says nothing that is not so anyway. */
function joinEither(query: TextQuery, parts: readonly TypedPart[]): TypedPart[] {
  const others: TypedPart[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const [part, next] = [parts[at], parts[at + 1]]
    if (part === undefined) continue
    const last = others.at(-1)
    if (isWord(part, 'OR') && isPlain(last) && isPlain(next)) {
      const group = query.either.find((words) => words.at(-1) === last.text)
      if (group === undefined) query.either.push([last.text, next.text])
      else group.push(next.text)
      others.splice(-1, 1, next)
      at += 1
    } else if (isWord(part, 'NOT') && next !== undefined) {
      others.push({ ...next, negated: true })
      at += 1
    } else if (!(isWord(part, 'AND') && last !== undefined && next !== undefined)) others.push(part)
  }
  return others.filter((part) => !query.either.some((words) => isPlain(part) && words.at(-1) === part.text))
}

function isWord(part: TypedPart, word: string): boolean {
  return part.text === word && !part.quoted && !part.negated && part.label === null
}

function isPlain(part: TypedPart | undefined): part is TypedPart {
  return part !== undefined && !part.quoted && !part.negated && part.label === null
}

function addPart(query: TextQuery, { text, quoted, negated, label }: TypedPart): void {
  if (label !== null) (negated ? query.excluded : query.words).push(label)
  if (negated) query.excluded.push(text)
  else if (quoted) query.phrases.push(text)
  else addWord(query, text)
}

function addWord(query: TextQuery, word: string): void {
  // A tag is a word like others, and what is searched for beside it says of which image.
  const [, tag] = /^tags?:(.+)$/i.exec(word) ?? []
  if (tag !== undefined) {
    query.words.push(tag)
    return
  }
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
