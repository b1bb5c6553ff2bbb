/**
 * Front matter: a block of YAML between two lines of `---` at the very beginning, which other tools read. It is no part
 * of what a publisher tells readers, so that it is left out.
 */

const maxLines = 200
/** `key: value`, `og:key: value`, `"key": value` and `key:` at the beginning of a line. */
const entry = /^(?:[\p{L}\p{N}_.$/-](?:[^:#]|:(?=[^ \t])){0,100}|"[^"]{1,100}"|'[^']{1,100}'):(?:[ \t]|$)/u
/** What else YAML has there: comments, members of a list, and what is indented below a key. */
const continuation = /^(?:#|-(?:[ \t]|$)|[ \t])/

/**
 * Answers the text without its front matter. Two rules with anything but YAML between them stay what they are.
 * @example skipFrontMatter('---\nlicense: mit\n---\n# Title') // '# Title'
 */
export function skipFrontMatter(text: string): string {
  if (!/^\ufeff?---[ \t]*\r?\n/.test(text)) return text
  let start = text.indexOf('\n') + 1
  let hasEntry = false
  for (let count = 0; count < maxLines && start < text.length; count++) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end).trimEnd()
    if (line === '---' || line === '...') return hasEntry ? text.slice(end + 1) : text
    if (entry.test(line)) hasEntry = true
    else if (line !== '' && !(continuation.test(line) && (hasEntry || line.startsWith('#')))) return text
    start = end + 1
  }
  return text
}
