/** The images that a text names with their host, as commands, Compose files and manifests do. Pure. */
import { splitImageName } from './image-name.ts'

const maxNamed = 32
/** What separates words in any of these. */
const separators = /[\s"'`()<>[\]{},;|=]/
const schemes = ['docker://', 'oci://']
/** What may follow a reference in a sentence. */
const endings = '.:*!?'

/**
 * Host and path of each, in the order of the text and once.
 * @example listNamedImages('docker run registry.example/acme/web:2 --db=registry.example/acme/db') // ['registry.example/acme/web', 'registry.example/acme/db']
 */
export function listNamedImages(text: string): string[] {
  const names = new Set<string>()
  for (const word of text.split(separators)) {
    const name = splitImageName(trimEnd(withoutScheme(word)))?.name
    if (name !== undefined) names.add(name)
    if (names.size === maxNamed) break
  }
  return [...names]
}

function withoutScheme(word: string): string {
  const scheme = schemes.find((one) => word.startsWith(one))
  return scheme === undefined ? word : word.slice(scheme.length)
}

function trimEnd(word: string): string {
  let end = word.length
  while (end > 0 && endings.includes(word[end - 1] ?? '')) end--
  return word.slice(0, end)
}
