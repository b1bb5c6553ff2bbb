/**
 * One record in the form of AWS CloudTrail (CloudTrail user guide, "CloudTrail record contents"; the ECR Public user guide
 * has samples), and what is stored beside it to look it up by.
 */

import type { AuditEvent } from '#registry/store/entities.ts'
import { isGalleryIdentity, type UserIdentity } from './to-user-identity.ts'

/** What is known when a call begins. */
export interface CallFacts {
  eventSource: string
  eventName: string
  readOnly: boolean
  userIdentity: UserIdentity
  sourceIPAddress: string
  userAgent: string
  requestId: string
  /** When it began. */
  at: Date
}

/** What the call turned out to be about. */
export interface CallSubject {
  /** The account whose registry it is; null when that is not known, or not to be told to the caller. */
  ownerAccountId: string | null
  /** `*` where it is about nothing in particular. */
  arn: string | null
}

/** Members are what the allow-list has let through. */
export interface CallOutcome {
  requestParameters: object | null
  responseElements: object | null
  error: { code: string; message: string } | null
}

const maxUserAgentLength = 512
const maxMessageLength = 1024

export const repositoryType = 'AWS::ECR::PublicRepository'

/** @param eventId a new UUID */
export function toAuditEvent(
  facts: CallFacts,
  subject: CallSubject,
  outcome: CallOutcome,
  eventId: string,
): AuditEvent {
  const { userIdentity, readOnly } = facts
  const { accountId, ownerAccountId } = toParties(userIdentity, subject)
  const { error } = outcome
  // The order is that of CloudTrail's own records.
  const record = {
    eventVersion: '1.08',
    userIdentity,
    eventTime: `${facts.at.toISOString().slice(0, 19)}Z`,
    eventSource: facts.eventSource,
    eventName: facts.eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: facts.sourceIPAddress,
    userAgent: facts.userAgent.slice(0, maxUserAgentLength),
    ...(error && { errorCode: error.code, errorMessage: error.message.slice(0, maxMessageLength) }),
    requestParameters: outcome.requestParameters,
    responseElements: outcome.responseElements,
    requestID: facts.requestId,
    eventID: eventId,
    readOnly,
    ...(subject.arn?.startsWith('arn:') && { resources: [toResource(subject.arn)] }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    ...(accountId !== null && { recipientAccountId: accountId }),
  }
  return {
    eventId,
    eventSecond: Math.floor(facts.at.getTime() / 1000),
    eventSource: facts.eventSource,
    eventName: facts.eventName,
    readOnly,
    accountId,
    ownerAccountId,
    userName: userIdentity.userName ?? null,
    accessKeyId: userIdentity.accessKeyId ?? null,
    resourceName: subject.arn?.includes(':repository/') ? toRepositoryName(subject.arn) : null,
    record: JSON.stringify(record),
  }
}

/** Whose event it is, and whose besides. */
function toParties(userIdentity: UserIdentity, subject: CallSubject) {
  // What was refused to the gallery concerns the operator alone.
  if (isGalleryIdentity(userIdentity)) return { accountId: null, ownerAccountId: null }
  const accountId = userIdentity.accountId ?? subject.ownerAccountId
  return { accountId, ownerAccountId: subject.ownerAccountId === accountId ? null : subject.ownerAccountId }
}

/** @example toRepositoryName('arn:aws:ecr-public::123456789012:repository/tools/app') // 'tools/app' */
export function toRepositoryName(arn: string): string {
  const [, , , , , resource = ''] = arn.split(':')
  return resource.slice(resource.indexOf('/') + 1)
}

function toResource(arn: string): object {
  const accountId = arn.split(':')[4] ?? ''
  const type = arn.includes(':repository/') ? { type: repositoryType } : {}
  // An alias stands in its place where the caller must not learn whose it is.
  return { ...(/^\d{12}$/.test(accountId) && { accountId }), ...type, ARN: arn }
}
