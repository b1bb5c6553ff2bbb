/**
 * Does a `Resource` name what a request is about (IAM user guide, "IAM JSON policy elements: Resource")? ARNs are compared
 * segment by segment, and the type of resource, up to the first slash or colon of the last segment, word by word.
 */
import { splitArn } from './condition-operators.ts'
import { matchPattern, type PatternMatch, parsePattern } from './pattern.ts'
import type { RequestContext } from './request-context.ts'

export type ResourceTest = (arn: string, context: RequestContext) => PatternMatch

/** @param variables whether `${…}` means something in the policy's version */
export function prepareResource(resource: string, variables: boolean): ResourceTest {
  if (resource === '*') return () => true
  const [head = [], type = '', rest = ''] = splitResource(resource)
  const segments = head.map((segment) => parsePattern(segment, { wildcards: true, variables: false }))
  const last = parsePattern(rest, { wildcards: true, variables })
  return (arn, context) => {
    const given = splitArn(arn)
    if (given === null) return false
    const isSame = segments.every((segment, at) => matchPattern(segment, given[at] ?? '', context) === true)
    const [, , , , , name = ''] = given
    if (!isSame || !name.startsWith(type)) return false
    return matchPattern(last, name.slice(type.length), context)
  }
}

function splitResource(resource: string): [head: string[], type: string, rest: string] {
  const segments = splitArn(resource) ?? []
  const last = segments.pop() ?? ''
  const [type = ''] = /^[^/:]*[/:]/.exec(last) ?? []
  return [segments, type, last.slice(type.length)]
}
