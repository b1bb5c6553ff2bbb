/**
 * The scope that a challenge names (distribution project, "Token Scope Documentation"): what the refused request needs, so
 * that a client that asks for just that may do it. A pull needs no more than the fixed word `aws`, which is what the
 * original answers to everything; its token cannot delete.
 */
import type { ScopeAction } from '#registry/domain/access/scope.ts'
import { findRoute } from './find-route.ts'

/** What a token holds of its repository afterwards; a client that has only this one can go on with it. */
const wanted: Record<ScopeAction, string> = {
  pull: 'pull',
  push: 'pull,push',
  delete: 'pull,push,delete',
}

/** A path as repositories have it, which can stand between quotes; others are not repeated to anybody. */
const plainPath = /^[a-z0-9._/-]{1,300}$/

/** The scope of a request that came without a token that is any good. */
export function toNeededScope(method: string, path: string, parameters: URLSearchParams): string {
  const found = findRoute(method, path)
  if (found.route === null || found.route.access === 'pull') return 'aws'
  return toRouteScope(found.route.access, found.match[1] ?? '', parameters)
}

/** The scope of one route; a layer that is mounted is read from the repository that `from` names. */
export function toRouteScope(access: ScopeAction, path: string, parameters: URLSearchParams): string {
  if (!plainPath.test(path)) return 'aws'
  const from = parameters.has('mount') ? (parameters.get('from') ?? '') : ''
  const source = access === 'push' && plainPath.test(from) ? ` repository:${from}:pull` : ''
  return `repository:${path}:${wanted[access]}${source}`
}
