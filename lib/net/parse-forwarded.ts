/**
 * Reads what proxies say of a request's way: `Forwarded` (RFC 7239, section 4) and the older `X-Forwarded-For`. Each proxy
 * adds at the end, so the right is what the nearest one says, and only that can be trusted.
 */

/**
 * The `for` of each hop, in the order of the header; null where a hop tells none.
 * @example parseForwarded('for=192.0.2.60;proto=https, for="[2001:db8::17]:4711"') // ['192.0.2.60', '[2001:db8::17]:4711']
 */
export function parseForwarded(header: string): (string | null)[] {
  return splitUnquoted(header, ',').map((element) => {
    for (const pair of splitUnquoted(element, ';')) {
      const equals = pair.indexOf('=')
      if (pair.slice(0, equals).trim().toLowerCase() !== 'for') continue
      return unquote(pair.slice(equals + 1).trim())
    }
    return null
  })
}

/**
 * The same of `X-Forwarded-For`.
 * @example parseForwardedFor('192.0.2.60, 10.0.0.1') // ['192.0.2.60', '10.0.0.1']
 */
export function parseForwardedFor(header: string): string[] {
  return header.split(',').map((entry) => entry.trim())
}

function splitUnquoted(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\\' && isQuoted) at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  return value.slice(1, -1).replace(/\\(.)/g, '$1')
}
