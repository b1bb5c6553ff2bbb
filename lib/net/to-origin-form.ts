/** The target of a request as a path, as a server must take it (RFC 9112 §3.2.2). Pure, and linear in what was sent. */

const hostPattern = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** True for what a `Host` header, or the authority of a target, may be. */
export function isHost(text: string): boolean {
  return hostPattern.test(text)
}

/**
 * Takes `http://host/path` as `/path`.
 * @returns null for what names no path, such as `*`
 */
export function toOriginForm(target: string): string | null {
  if (target.startsWith('/')) return target
  const [beginning = '', authority] = /^https?:\/\/([^/?#]+)/i.exec(target) ?? []
  if (authority === undefined || !isHost(authority)) return null
  const rest = target.slice(beginning.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}
