/**
 * The operators of conditions (IAM user guide, "IAM JSON policy elements: Condition operators"). Each compares one value of
 * the request with one of the policy; the negated ones hold when none of the policy's values matches, and nothing follows
 * from what cannot be compared.
 */
import { isIpInRange } from './match-ip.ts'
import { matchPattern, type Pattern, type PatternMatch, parsePattern } from './pattern.ts'
import type { RequestContext } from './request-context.ts'

/** Compares a value of the request; `unknown` when the two cannot be compared. */
export type Comparison = (value: string, context: RequestContext) => PatternMatch

export interface ConditionOperator {
  /** Holds when no value matches, instead of when one does. */
  isNegated: boolean
  /** Takes a value of the policy apart once. */
  prepare(policyValue: string, variables: boolean): Comparison
}

type Prepare = ConditionOperator['prepare']

const text =
  ({ wildcards = false, ignoreCase = false }): Prepare =>
  (policyValue, variables) => {
    const pattern = parsePattern(policyValue, { wildcards, variables })
    return (value, context) => matchPattern(pattern, value, context, { ignoreCase })
  }

/** Segment by segment: a `*` in one does not reach into the next. */
const arn: Prepare = (policyValue, variables) => {
  const patterns = splitArn(policyValue)?.map((segment) =>
    parsePattern(segment, { wildcards: true, variables }),
  )
  return (value, context) => {
    const segments = splitArn(value)
    if (patterns === undefined || segments === null) return 'unknown'
    return matchAll(patterns, segments, context)
  }
}

function matchAll(patterns: readonly Pattern[], values: readonly string[], context: RequestContext) {
  let outcome: PatternMatch = true
  for (const [at, pattern] of patterns.entries()) {
    const match = matchPattern(pattern, values[at] ?? '', context)
    if (match === 'unknown') return 'unknown'
    outcome &&= match
  }
  return outcome
}

/** `arn`, partition, service, Region, account, and all the rest; null when there are fewer. */
export function splitArn(value: string): string[] | null {
  const segments = value.split(':')
  return segments.length < 6 ? null : [...segments.slice(0, 5), segments.slice(5).join(':')]
}

const numeric = (compare: (request: number, policy: number) => boolean): Prepare => ordered(toNumber, compare)
const date = (compare: (request: number, policy: number) => boolean): Prepare => ordered(toTime, compare)

function ordered(
  read: (text: string) => number | null,
  compare: (request: number, policy: number) => boolean,
): Prepare {
  return (policyValue) => {
    const policy = read(policyValue)
    return (value) => {
      const request = read(value)
      return policy === null || request === null ? 'unknown' : compare(request, policy)
    }
  }
}

function toNumber(value: string): number | null {
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : null
}

/** ISO 8601, or seconds since 1970. */
function toTime(value: string): number | null {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}

const bool: Prepare = (policyValue, variables) => {
  const compare = text({ ignoreCase: true })(policyValue, variables)
  return (value, context) => (/^(true|false)$/i.test(value) ? compare(value, context) : 'unknown')
}

const ip: Prepare = (policyValue) => (value) => isIpInRange(value, policyValue) ?? 'unknown'

const holds = (prepare: Prepare): ConditionOperator => ({ isNegated: false, prepare })
const negated = (prepare: Prepare): ConditionOperator => ({ isNegated: true, prepare })

/** By name, without `IfExists` and the set operators. `Null` is no comparison and stands apart. */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map([
  ['StringEquals', holds(text({}))],
  ['StringNotEquals', negated(text({}))],
  ['StringEqualsIgnoreCase', holds(text({ ignoreCase: true }))],
  ['StringNotEqualsIgnoreCase', negated(text({ ignoreCase: true }))],
  ['StringLike', holds(text({ wildcards: true }))],
  ['StringNotLike', negated(text({ wildcards: true }))],
  ['NumericEquals', holds(numeric((request, policy) => request === policy))],
  ['NumericNotEquals', negated(numeric((request, policy) => request === policy))],
  ['NumericLessThan', holds(numeric((request, policy) => request < policy))],
  ['NumericLessThanEquals', holds(numeric((request, policy) => request <= policy))],
  ['NumericGreaterThan', holds(numeric((request, policy) => request > policy))],
  ['NumericGreaterThanEquals', holds(numeric((request, policy) => request >= policy))],
  ['DateEquals', holds(date((request, policy) => request === policy))],
  ['DateNotEquals', negated(date((request, policy) => request === policy))],
  ['DateLessThan', holds(date((request, policy) => request < policy))],
  ['DateLessThanEquals', holds(date((request, policy) => request <= policy))],
  ['DateGreaterThan', holds(date((request, policy) => request > policy))],
  ['DateGreaterThanEquals', holds(date((request, policy) => request >= policy))],
  ['Bool', holds(bool)],
  ['BinaryEquals', holds((policyValue) => (value) => value === policyValue)],
  ['IpAddress', holds(ip)],
  ['NotIpAddress', negated(ip)],
  ['ArnEquals', holds(arn)],
  ['ArnLike', holds(arn)],
  ['ArnNotEquals', negated(arn)],
  ['ArnNotLike', negated(arn)],
])
