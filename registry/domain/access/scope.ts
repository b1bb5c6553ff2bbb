/**
 * What a token is good for. `aws` is the original's fixed word: pull and push wherever the principal may. The other form is
 * that of the distribution project's token specification: `repository:ALIAS/NAME:pull,push`. Deleting has to be asked
 * for by name, so that what was given to push cannot delete.
 */
import { z } from 'zod'

const actions = ['pull', 'push', 'delete'] as const
export type ScopeAction = (typeof actions)[number]

export const scopeSchema = z.object({
  /** `ALIAS/NAME`; null for every repository. */
  repository: z.string().nullable(),
  actions: z.array(z.enum(actions)),
})
export type Scope = z.infer<typeof scopeSchema>

/** More scopes than this are not worth a token: a push names its repository, and those that it mounts layers from. */
const maxScopes = 50

/** A token was asked for more than one token is for. */
export class TooManyScopesError extends Error {
  override name = 'TooManyScopesError'

  constructor(count: number) {
    super(`A token can be asked for ${maxScopes} scopes at most; this request names ${count}.`)
  }
}

const awsScope: Scope = { repository: null, actions: ['pull', 'push'] }

/**
 * Reads the `scope` parameters of a token request; each may hold several, separated by spaces. What is not understood
 * grants nothing; without any scope the token is for `aws`.
 * @throws {TooManyScopesError} when there are more than 50
 * @example parseScopes(['repository:acme/app:pull,push']) // [{ repository: 'acme/app', actions: ['pull', 'push'] }]
 */
export function parseScopes(parameters: readonly string[]): Scope[] {
  const given = parameters.flatMap((parameter) => parameter.split(' ')).filter((scope) => scope !== '')
  if (given.length === 0) return [awsScope]
  if (given.length > maxScopes) throw new TooManyScopesError(given.length)
  return given.flatMap((scope) => parseScope(scope))
}

/** True when one of the scopes lets do this in the repository. */
export function coversAction(scopes: readonly Scope[], repository: string, action: ScopeAction): boolean {
  return scopes.some(
    (scope) =>
      (scope.repository === null || scope.repository === repository) && scope.actions.includes(action),
  )
}

/** What of the asked scopes lies within those that a token has: a token is not exchanged for one that is good for more. */
export function withinScopes(asked: readonly Scope[], held: readonly Scope[]): Scope[] {
  return asked
    .flatMap((scope) => held.flatMap((limit) => intersect(scope, limit)))
    .filter((scope) => scope.actions.length > 0)
}

function intersect(scope: Scope, limit: Scope): Scope[] {
  if (scope.repository !== null && limit.repository !== null && scope.repository !== limit.repository)
    return []
  const repository = scope.repository ?? limit.repository
  return [{ repository, actions: scope.actions.filter((action) => limit.actions.includes(action)) }]
}

/** The same scopes, for somebody who may only pull. */
export function onlyPulling(scopes: readonly Scope[]): Scope[] {
  return scopes.map((scope) => ({
    ...scope,
    actions: scope.actions.filter((action) => action === 'pull'),
  }))
}

function parseScope(text: string): Scope[] {
  if (text === 'aws') return [awsScope]
  const [type, ...rest] = text.split(':')
  const asked = rest.pop()
  const repository = rest.join(':')
  // Some clients name a class with the type, as in `repository(plugin)`.
  if (!type?.startsWith('repository') || asked === undefined || repository === '') return []
  const names = asked.split(',')
  return [{ repository, actions: actions.filter((action) => names.includes(action) || names.includes('*')) }]
}
