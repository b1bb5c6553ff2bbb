/**
 * Words of strangers (tags, names of platforms) made safe where visitors paste them: a POSIX shell (IEEE Std 1003.1,
 * "Shell Command Language", 2.2 Quoting) or a file (YAML 1.2, a Dockerfile). A legal reference comes out as it is. Any
 * other names no image that could be pulled; what matters is that it does nothing else either.
 */

const plainWord = /^[A-Za-z0-9._:/@][A-Za-z0-9._:/@+=,-]*$/

/** Controls, line breaks, and characters that change how the text around them is read. */
const unseen = /[\p{C}\u2028\u2029]/gu

/** One word of a POSIX shell, which expands nothing in it. */
export function toShellWord(text: string): string {
  if (plainWord.test(text)) return text
  return `'${text.replace(unseen, '\ufffd').replaceAll("'", "'\\''")}'`
}

/**
 * A word of a file: whatever would end it, or be expanded by a Dockerfile, by Compose or by GitHub Actions, becomes an
 * underscore.
 */
export function toFileWord(text: string): string {
  return text.replace(/[^A-Za-z0-9._:/@+[\]-]/g, '_')
}

/** The word as a string of YAML that can stand as a value and as a key, never read as a number or a truth value. */
export function toYamlWord(text: string): string {
  const word = toFileWord(text)
  const isText =
    /^[A-Za-z][^[\]]*(?<!:)$/.test(word) && !/^(?:y|yes|n|no|on|off|true|false|null)$/i.test(word)
  return isText ? word : `"${word}"`
}

/** The name of a file or folder in the working directory, from the last part of a path. */
export function toFileName(path: string): string {
  const name = (path.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '')
  return name === '' ? 'image' : name
}

/** A label of the DNS (RFC 1123), as Kubernetes and others want names to be. */
export function toDnsLabel(path: string): string {
  const label = toFileName(path)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    // Of several in a row one is left.
    .replace(/^-|-$/g, '')
  return label === '' ? 'image' : label
}
