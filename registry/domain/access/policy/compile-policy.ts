/** Prepares a policy once for many decisions: what stands for several values is taken apart, one and many become lists. */
import { type Condition, prepareCondition } from './condition.ts'
import { type PrincipalMatch, preparePrincipal, type Requester } from './match-principal.ts'
import { prepareResource, type ResourceTest } from './match-resource.ts'
import { matchPattern, parsePattern } from './pattern.ts'
import type { PolicyDocument, PolicyStatement } from './policy-document.ts'
import { createRequestContext, type RequestContext } from './request-context.ts'

/** Where a statement stands. */
export interface StatementPlace {
  /** The ARN of a managed policy, or what the policy is called. */
  policy: string
  /** From 0. */
  index: number
  sid: string | null
}

export interface CompiledStatement extends StatementPlace {
  effect: 'Allow' | 'Deny'
  /** The action, resource and conditions fit. */
  applies(request: PolicyRequest): boolean
  matchPrincipal(requester: Requester): PrincipalMatch
}

export interface CompiledPolicy {
  name: string
  /** About how much memory it takes. */
  sizeBytes: number
  statements: readonly CompiledStatement[]
}

/** What a decision is about. */
export interface PolicyRequest {
  action: string
  /** Of what the action is on, or `*`. */
  resource: string
  context: RequestContext
}

/** What a policy that is prepared takes for each character of its document, as measured with one to a hundred patterns of three kinds. */
const bytesPerCharacter = 25

/** @param document one that its grammar lets pass */
export function compilePolicy(name: string, document: PolicyDocument): CompiledPolicy {
  // Without a version a policy is of the first one, which knew no variables.
  const variables = document.Version === '2012-10-17'
  const statements = [document.Statement].flat()
  return {
    name,
    sizeBytes: JSON.stringify(document).length * bytesPerCharacter,
    statements: statements.map((one, index) => compileStatement(name, index, one, variables)),
  }
}

function compileStatement(
  policy: string,
  index: number,
  statement: PolicyStatement,
  variables: boolean,
): CompiledStatement {
  const testAction = compileAction(statement)
  const testResource = compileResource(statement, variables)
  const conditions = compileConditions(statement, variables)
  return {
    policy,
    index,
    sid: statement.Sid ?? null,
    effect: statement.Effect,
    applies: ({ action, resource, context }) =>
      testAction(action) &&
      testResource(resource, context) &&
      conditions.every((condition) => condition.holds(context)),
    matchPrincipal: compilePrincipal(statement),
  }
}

function compileAction({ Action, NotAction }: PolicyStatement): (action: string) => boolean {
  const isNot = Action === undefined
  const names = [Action ?? NotAction ?? []].flat()
  if (names.includes('*')) return () => !isNot
  const patterns = names.map((name) => parsePattern(name, { wildcards: true, variables: false }))
  const empty = createRequestContext({})
  return (action) =>
    patterns.some((pattern) => matchPattern(pattern, action, empty, { ignoreCase: true }) === true) !== isNot
}

function compileResource(
  { Resource, NotResource }: PolicyStatement,
  variables: boolean,
): (resource: string, context: RequestContext) => boolean {
  // The policy of a repository is about this repository.
  if (Resource === undefined && NotResource === undefined) return () => true
  const prepare = (names: string | string[]): ResourceTest[] =>
    [names].flat().map((name) => prepareResource(name, variables))
  if (Resource !== undefined) {
    const tests = prepare(Resource)
    return (resource, context) => tests.some((test) => test(resource, context) === true)
  }
  const tests = prepare(NotResource ?? [])
  return (resource, context) => tests.every((test) => test(resource, context) === false)
}

function compileConditions({ Condition: blocks = {} }: PolicyStatement, variables: boolean): Condition[] {
  return Object.entries(blocks).flatMap(([operator, lines]) =>
    Object.entries(lines).map(([key, values]) =>
      prepareCondition(operator, key, [values].flat().map(String), variables),
    ),
  )
}

function compilePrincipal({
  Principal,
  NotPrincipal,
}: PolicyStatement): (requester: Requester) => PrincipalMatch {
  if (Principal !== undefined) return preparePrincipal(Principal)
  if (NotPrincipal === undefined) return () => 'none'
  const match = preparePrincipal(NotPrincipal)
  return (requester) => (match(requester) === 'none' ? 'direct' : 'none')
}
