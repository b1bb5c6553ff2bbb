/**
 * What the gallery's server takes at all, decided before Next sees it (RFC 9110 and 9112): Next answers 500, and logs a
 * stack, for a bad escape in a path, for `*` as a target and for a router state that it cannot read, and 200 for a form that is
 * posted to a page. Pure, and linear in what was sent. Why it stands here: docs/adr/0013-front-door.md.
 */
import { isCatalogDataPath } from '#lib/addresses/catalog-data-operations.ts'
import { LANGUAGE_PREFIX } from '#lib/language/languages.ts'
import { isHost, toOriginForm } from '#lib/net/to-origin-form.ts'
import { toMeantAddress } from './to-meant-address.ts'

export interface GuardedRequest {
  method: string
  /** As it stands in the request line: one character for each byte. */
  target: string
  host: string | undefined
  /** The `Next-Router-State-Tree` header. */
  routerState: string | undefined
}

export interface GuardContext {
  /** Hosts whose references are those of this gallery, in lower case and with their ports. */
  hosts: readonly string[]
  /** Aliases of hosts whose references have none. */
  aliasOfHost?: ReadonlyMap<string, string>
  /** False for what Next would fail on. */
  isRouterState: (text: string) => boolean
}

export type Verdict =
  /** Next goes on, with this target. */
  | { kind: 'pass'; target: string }
  | { kind: 'move'; location: string }
  | { kind: 'malformed' }
  /** `path` in words, decoded. */
  | { kind: 'missing'; path: string }
  | { kind: 'method'; allow: string }

/** The gallery's word to itself, whose route looks at its secret; and the choice of a language. */
const postedPaths = new Set(['/api/internal/revalidate', '/api/internal/language'])

/** Four times as long as the longest address of an image, escaped. Longer ones cost Next more than they are worth. */
const maxPathLength = 4_096

/** Pages that Next keeps for itself, and that fail when they are asked for. */
const innerPages = new Set(['/_global-error', '/_error'])

/** Decides about one request. */
export function checkRequest(
  request: GuardedRequest,
  { hosts, aliasOfHost, isRouterState }: GuardContext,
): Verdict {
  const { method, host, routerState } = request
  const target = toOriginForm(request.target)
  const [path = '', query] = splitOnce(target ?? '', '?')
  const allowed = listMethods(path)
  if (!allowed.includes(method)) return { kind: 'method', allow: allowed.join(', ') }
  if (target === null || target.includes('#')) return { kind: 'malformed' }
  if (host !== undefined && host !== '' && !isHost(host)) return { kind: 'malformed' }
  if (routerState !== undefined && !isRouterState(routerState)) return { kind: 'malformed' }
  if (path.length > maxPathLength) return { kind: 'missing', path: `${path.slice(0, 100)}…` }

  const decoded = decode(path)
  if (decoded === null) return { kind: 'malformed' }
  const segments = decoded.split(/[/\\]/)
  const isNowhere = hasControl(decoded) || segments.some(isNoName) || decoded.startsWith(LANGUAGE_PREFIX)
  if (isNowhere || innerPages.has(decoded)) return { kind: 'missing', path: decoded }

  const meant = toMeantAddress(decoded, query ?? '', hosts, aliasOfHost)
  if (meant !== null) return { kind: 'move', location: meant }
  return { kind: 'pass', target: escapeBytes(target) }
}

function listMethods(path: string): string[] {
  if (isCatalogDataPath(path)) return ['POST', 'OPTIONS']
  return postedPaths.has(path) ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Null for an escape that is none, and for bytes that are no UTF-8. */
function decode(path: string): string | null {
  try {
    return decodeURIComponent(escapeBytes(path))
  } catch {
    return null
  }
}

/** Bytes that may not stand in a target, as escapes. Browsers never send them; some clients do. */
function escapeBytes(target: string): string {
  return target.replace(
    /[\u0080-\u00ff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/** `(.)x` and the like are marks of Next's own, on which it fails. */
function isNoName(segment: string): boolean {
  return segment === '.' || segment === '..' || segment.startsWith('(.')
}

/** Next takes the end of a line, which U+2028 and U+2029 are as well, for the end of a path. */
function hasControl(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
}
