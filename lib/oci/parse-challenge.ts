/** Reads `WWW-Authenticate` (RFC 9110 §11.6.1) as registries use it for bearer tokens. Pure. */

export interface BearerChallenge {
  /** Where a token can be had. */
  realm: string
  service: string | null
  scope: string | null
}

const maxHeaderLength = 4_096

/** What stands between two parameters; anything else begins another scheme. */
const gap = /[\s,]*/y
/** A parameter exactly where it is looked for; values are tokens or quoted strings. */
const parameter = /([a-z_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/iy

/**
 * The first Bearer challenge of a header.
 * @returns null when there is none that names a realm
 * @example parseChallenge('Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"')
 */
export function parseChallenge(header: string | null): BearerChallenge | null {
  if (header === null || header.length > maxHeaderLength) return null
  const start = /(?:^|,)\s*Bearer\s+/i.exec(header)
  if (start === null) return null
  const rest = header.slice(start.index + start[0].length)
  const values = new Map<string, string>()
  for (let at = 0; ; at = parameter.lastIndex) {
    gap.lastIndex = at
    gap.test(rest)
    parameter.lastIndex = gap.lastIndex
    const match = parameter.exec(rest)
    if (match === null) break
    const name = (match[1] ?? '').toLowerCase()
    if (!values.has(name)) values.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '')
  }
  const realm = values.get('realm')
  if (!realm) return null
  return { realm, service: values.get('service') ?? null, scope: values.get('scope') ?? null }
}
