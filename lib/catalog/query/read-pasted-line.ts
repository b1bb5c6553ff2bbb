/**
 * Finds the image in a line that was copied out of a terminal or a file: `docker pull …` and its like, a Dockerfile's
 * `FROM …` and `COPY --from=…`, and the `image: …` of Compose, Kubernetes, task definitions, Terraform and workflows.
 */
import { parseImageReference } from './parse-image-reference.ts'
import { maxTypedLength } from './scan-typed-text.ts'
import type { ImageReference } from './text-query.ts'

const programs =
  /^(?:docker|podman|nerdctl|finch|buildah|crane|skopeo|oras|helm|ctr|crictl|regctl|apptainer|singularity|flux|cosign|notation|trivy)$/
const verbs =
  /^(?:pull|run|create|copy|cp|inspect|digest|manifest|config|show|install|export|template|verify|image|from)$/
/** Keys of files under which an image stands. */
const imageKeys = new Set(['image', 'uses', 'container', 'base_image', 'baseimage', 'image_uri', 'imageuri'])
const platform = /^(?:linux|windows|darwin|freebsd)\/[a-z0-9]+(?:\/v\d+)?$/

/**
 * The image that a pasted line names; null for a text that is no such line.
 * @example readPastedLine('$ docker pull public.ecr.aws/acme/web:1.2') // the same as `acme/web:1.2`
 */
export function readPastedLine(text: string): ImageReference | null {
  const words = withoutComment(toPlainCharacters(text).trim().split(/\s+/))
    .map(withoutQuotes)
    .filter((word) => word !== '' && word !== '$' && word !== '#' && word !== 'sudo')
  return readFileLine(words) ?? readOption(words) ?? readCommand(withoutPrompt(words))
}

/**
 * A reference alone in the marks that texts have around one, `(acme/web:1.2),` and `“acme/web:1.2”`, or in the wide characters of
 * some keyboards; null for anything else.
 */
export function readDressedReference(text: string): ImageReference | null {
  const plain = toPlainCharacters(text).trim()
  if (/\s/.test(plain)) return null
  let [start, end] = [0, plain.length]
  while (start < end && openings.includes(plain[start] ?? ' ')) start += 1
  while (end > start && endings.includes(plain[end - 1] ?? ' ')) end -= 1
  // A tag may end in a dot.
  const bare = parseImageReference(plain) === null ? plain.slice(start, end) : plain
  const reference = bare === text.trim() ? null : parseImageReference(bare)
  if (reference === null || !(bare.includes('/') || reference.digest !== null)) return null
  // A name in quotation marks is a phrase.
  const { host, tag, digest } = reference
  return bare === plain || host !== null || tag !== null || digest !== null ? reference : null
}

const openings = '"\'`“”„‘’«»「『（([{<'
const endings = '"\'`“”„‘’«»」』）)]}>,;.、。'

/** As they stand on an English keyboard, and without those that nobody sees; of a long text the beginning, as this is not linear. */
function toPlainCharacters(text: string): string {
  return text
    .slice(0, maxTypedLength)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
}

/** What follows a `#` of its own; one in front is the prompt of an administrator. */
function withoutComment(words: string[]): string[] {
  const at = words.indexOf('#', 1)
  return at < 0 ? words : words.slice(0, at)
}

/** `root@host:~# docker pull …`, `PS C:\> docker pull …`. */
function withoutPrompt(words: string[]): string[] {
  const at = words.findIndex((word) => programs.test(word))
  return at > 0 && /[#$>%❯]$/.test(words[at - 1] ?? '') ? words.slice(at) : words
}

/** Without the marks that stand around a word in a shell or a file; taken off one by one, so that many cost no more. */
function withoutQuotes(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && '"\'`'.includes(word[start] ?? ' ')) start += 1
  while (end > start && '"\'`,;\\'.includes(word[end - 1] ?? ' ')) end -= 1
  return word.slice(start, end)
}

function readFileLine(words: string[]): ImageReference | null {
  const [first = '', ...rest] = words[0] === '-' ? words.slice(1) : words
  if (first === 'FROM') {
    const [image = '', as = 'AS'] = rest.filter((word) => !word.startsWith('--'))
    return as.toUpperCase() === 'AS' ? toNamed(image) : null
  }
  const [key = '', ...values] = [first, ...rest].flatMap(splitAssignment)
  if (!imageKeys.has(key.toLowerCase().replace(/["']/g, '')) || values.length !== 1) return null
  const isAssigned = /[:=]$/.test(first) || first.includes('=') || rest[0]?.startsWith('=') === true
  return isAssigned ? toNamed(values[0] ?? '') : null
}

/** `image="x"`, `image =`, `image:` and `"image":` without their signs. */
function splitAssignment(word: string): string[] {
  const at = word.indexOf('=')
  const parts = at < 0 ? [word.replace(/["']?:$/, '')] : [word.slice(0, at), word.slice(at + 1)]
  return parts.map(withoutQuotes).filter(Boolean)
}

/** `--from=` of a Dockerfile's `COPY`, and `--image` of programs such as kubectl. */
function readOption(words: string[]): ImageReference | null {
  const isCopy = /^(?:COPY|ADD|RUN)$/.test(words[0] ?? '')
  for (const [at, word] of words.entries()) {
    const [, name = '', value] = /^--(from|image)(?:=(.*))?$/.exec(word) ?? []
    if (name === '' || (name === 'from' && !isCopy)) continue
    return toNamed(withoutQuotes(value ?? words[at + 1] ?? ''))
  }
  return null
}

/** What follows an option may be its value, so that a reference elsewhere is preferred. */
function readCommand(words: string[]): ImageReference | null {
  const verb = words.findIndex((word) => verbs.test(word))
  if (!programs.test(words[0] ?? '') || verb < 1) return null
  const named = words.slice(verb + 1).flatMap((word, index) => {
    const reference = platform.test(word) ? null : parseImageReference(word)
    return reference === null ? [] : [{ reference, afterOption: words[verb + index]?.startsWith('-') }]
  })
  const found = named.find(({ afterOption }) => !afterOption) ?? named[0]
  if (found !== undefined) return toVersion(found.reference, words)
  const last = words.slice(verb + 1).findLast((word) => !word.startsWith('-'))
  return /^(?:pull|run)$/.test(words[verb] ?? '') ? toNamed(last ?? '') : null
}

/** Helm names the version of a chart beside it, with `+` for a tag's `_`. */
function toVersion(reference: ImageReference, words: string[]): ImageReference {
  const at = words.findIndex((word) => /^--version\b/.test(word))
  if (words[0] !== 'helm' || at < 0 || reference.tag !== null) return reference
  const version = words[at]?.split('=')[1] ?? words[at + 1] ?? ''
  const named = parseImageReference(`${reference.repositoryName}:${version.replaceAll('+', '_')}`)
  return { ...reference, tag: named?.tag ?? null }
}

/** In these places a name alone is an image too. */
function toNamed(word: string): ImageReference | null {
  if (word === '') return null
  const reference = parseImageReference(word)
  if (reference !== null) return reference
  const named = parseImageReference(`${word}:latest`)
  return named === null ? null : { ...named, tag: null }
}
