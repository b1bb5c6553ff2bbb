/** The input of LookupEvents (CloudTrail API reference), as what is looked for in the log. */

import { repositoryType, toRepositoryName } from '#registry/domain/audit/audit-record.ts'
import type { AuditFilter } from '#registry/store/entities.ts'
import { CloudTrailError } from './cloudtrail-error.ts'

export interface Lookup {
  filter: AuditFilter
  /** False when nothing can have what is asked for. */
  isPossible: boolean
  limit: number
  nextToken: string | null
}

type Criterion = Partial<AuditFilter> | null

const maxResults = 50
const maxValueLength = 2000

/** By the key of a lookup attribute; null where no record can have the value. */
const criteria: Readonly<Record<string, (value: string) => Criterion>> = {
  EventId: (eventId) => ({ eventId }),
  EventName: (eventName) => ({ eventName }),
  EventSource: (eventSource) => ({ eventSource }),
  ReadOnly: (value) => (/^(?:true|false)$/.test(value) ? { readOnly: value === 'true' } : null),
  Username: (userName) => ({ userName }),
  AccessKeyId: (accessKeyId) => ({ accessKeyId }),
  ResourceName: (value) => ({ resourceName: value.startsWith('arn:') ? toRepositoryName(value) : value }),
  ResourceType: (value) => (value === repositoryType ? { hasResource: true } : null),
}

/**
 * Reads the input.
 * @throws {CloudTrailError} naming what cannot be looked up like this
 */
export function decodeLookup(accountId: string, body: object): Lookup {
  const input: Record<string, unknown> = { ...body }
  const criterion = readAttributes(input.LookupAttributes)
  const fromSecond = readTime(input.StartTime, 'StartTime')
  const toSecond = readTime(input.EndTime, 'EndTime')
  if (fromSecond !== undefined && toSecond !== undefined && fromSecond > toSecond) {
    throw new CloudTrailError('InvalidTimeRangeException')
  }
  if (isGiven(input.EventCategory) && input.EventCategory !== 'insight') {
    throw new CloudTrailError('InvalidLookupAttributesException', "EventCategory can only be 'insight'.")
  }
  const filter: AuditFilter = {
    accountId,
    reader: 'account',
    ...criterion,
    ...(fromSecond !== undefined && { fromSecond: Math.ceil(fromSecond) }),
    ...(toSecond !== undefined && { toSecond: Math.floor(toSecond) }),
  }
  // There are no insights here.
  const isPossible = criterion !== null && !isGiven(input.EventCategory)
  return { filter, isPossible, limit: readLimit(input.MaxResults), nextToken: readToken(input.NextToken) }
}

function readAttributes(value: unknown): Criterion {
  if (!isGiven(value)) return {}
  if (!Array.isArray(value) || value.length > 1) {
    throw invalidAttributes('One lookup attribute can be given at most.')
  }
  if (value.length === 0) return {}
  const { AttributeKey: key, AttributeValue: text } = { ...value[0] } as Record<string, unknown>
  const toCriterion = typeof key === 'string' && Object.hasOwn(criteria, key) ? criteria[key] : undefined
  if (toCriterion === undefined) {
    throw invalidAttributes(`AttributeKey must be one of ${Object.keys(criteria).join(', ')}.`)
  }
  if (typeof text !== 'string' || text.length === 0 || text.length > maxValueLength) {
    throw invalidAttributes(`AttributeValue must have 1 to ${maxValueLength} characters.`)
  }
  return toCriterion(text)
}

/** Seconds since 1970, with a fraction. */
function readTime(value: unknown, name: string): number | undefined {
  if (!isGiven(value)) return undefined
  if (typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime())) return value
  throw new CloudTrailError('InvalidTimeRangeException', `${name} must be a number of seconds since 1970.`)
}

function readLimit(value: unknown): number {
  if (!isGiven(value)) return maxResults
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxResults) return value
  throw new CloudTrailError('InvalidMaxResultsException')
}

function readToken(value: unknown): string | null {
  if (!isGiven(value)) return null
  if (typeof value === 'string') return value
  throw new CloudTrailError('InvalidNextTokenException')
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function invalidAttributes(message: string): CloudTrailError {
  return new CloudTrailError('InvalidLookupAttributesException', message)
}
