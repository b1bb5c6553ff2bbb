/** True when a tag fits a pattern in which `*` stands for any characters, also for none; linear in both. Without `*` it is the tag itself. */
export function fitsPattern(tag: string, pattern: string): boolean {
  const [beginning = '', ...rest] = pattern.split('*')
  const end = rest.pop()
  if (end === undefined) return tag === pattern
  if (!tag.startsWith(beginning) || !tag.endsWith(end) || tag.length < beginning.length + end.length)
    return false
  let at = beginning.length
  for (const part of rest) {
    const found = tag.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= tag.length - end.length
}
