/**
 * One line of a `Condition`: an operator, a key and values (IAM user guide, "Set operators for multivalued context keys").
 * Values of a list are alternatives; a negated operator wants none of them. Without a value in the request, a condition
 * fails, unless it is negated, ends in `IfExists`, or is of `ForAllValues`.
 */
import { type Comparison, conditionOperators } from './condition-operators.ts'
import type { RequestContext } from './request-context.ts'

export interface Condition {
  /** As it was written: `StringEquals aws:username`. */
  readonly name: string
  holds(context: RequestContext): boolean
}

/**
 * Prepares one line.
 * @param operatorName one that the grammar lets pass
 * @param variables whether `${…}` means something in the policy's version
 */
export function prepareCondition(
  operatorName: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  const name = `${operatorName} ${key}`
  const [, set = '', base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operatorName) ?? []
  if (base === 'Null') {
    return {
      name,
      holds(context) {
        const isNull = String(context.get(key) === undefined)
        return values.some((value) => value.toLowerCase() === isNull)
      },
    }
  }
  const operator = conditionOperators.get(base)
  // The grammar has been checked before; a condition that nobody understands lets nothing pass.
  if (operator === undefined) return { name, holds: () => false }
  const comparisons = values.map((value) => operator.prepare(value, variables))
  const { isNegated } = operator
  const test = (value: string, context: RequestContext) => compare(comparisons, isNegated, value, context)
  return {
    name,
    holds(context) {
      const found = context.get(key)
      const list = typeof found === 'string' ? [found] : found
      if (set === 'ForAllValues') return list === undefined || list.every((value) => test(value, context))
      if (set === 'ForAnyValue') return list?.some((value) => test(value, context)) ?? false
      if (found === undefined) return isNegated || ifExists !== undefined
      // A list needs a set operator to be compared.
      return typeof found === 'string' && test(found, context)
    },
  }
}

function compare(
  comparisons: readonly Comparison[],
  isNegated: boolean,
  value: string,
  context: RequestContext,
): boolean {
  return isNegated
    ? comparisons.every((comparison) => comparison(value, context) === false)
    : comparisons.some((comparison) => comparison(value, context) === true)
}
