/**
 * Finds the image in a line that was copied out of a terminal or a file: `docker pull …` and its like, a Dockerfile's
 * `FROM …` and `COPY --from=…`, and the `image: …` of Compose, Kubernetes, task definitions, Terraform and workflows.
 */
import { parseImageReference } from './parse-image-reference.ts'
import type { ImageReference } from './text-query.ts'

const programs =
  /^(?:docker|podman|nerdctl|finch|buildah|crane|skopeo|oras|helm|ctr|crictl|regctl|apptainer|singularity)$/
const verbs = /^(?:pull|run|create|copy|cp|inspect|digest|manifest|config|show|install|export|template)$/
/** Keys of files under which an image stands. */
const imageKeys = new Set(['image', 'uses', 'container', 'base_image', 'baseimage', 'image_uri', 'imageuri'])
const platform = /^(?:linux|windows|darwin|freebsd)\/[a-z0-9]+(?:\/v\d+)?$/

/**
 * The image that a pasted line names; null for a text that is no such line.
 * @example readPastedLine('$ docker pull public.ecr.aws/acme/web:1.2') // the same as `acme/web:1.2`
 */
export function readPastedLine(text: string): ImageReference | null {
  const words = text
    .split(/\s+/)
    .map(withoutQuotes)
    .filter((word) => word !== '' && word !== '$' && word !== '#' && word !== 'sudo')
  return readFileLine(words) ?? readOption(words) ?? readCommand(words)
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
