/**
 * The one action of the AWS Security Token Service that is here, in its query protocol (API version 2011-06-15): a form on
 * `POST /`, answered with XML. With it AWS's tools get credentials by themselves from `AWS_ROLE_ARN`,
 * `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ENDPOINT_URL_STS`.
 */

import {
  type AssumedRole,
  assumeRoleWithWebIdentity,
  toStsCode,
} from '#registry/domain/federation/assume-role-with-web-identity.ts'
import { FederationError } from '#registry/domain/federation/federation-error.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { Parts, Verbs } from '../parts.ts'

interface StsRequest {
  body: Uint8Array
  sourceIp: string
  headers: { 'content-type'?: string | undefined; 'user-agent'?: string | undefined }
}

type AssumeService = Parts<'keys' | 'limits' | 'issuers' | 'audit' | 'clock' | 'newId' | 'log'> &
  Verbs<'roles' | 'transaction'>

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The longest token of an issuer, with its characters escaped, and all else; a form of very many fields takes long to read. */
export const maxFormBytes = 96 * 1024

/** True for what is no call of the ECR Public API, which is JSON. */
export function isStsRequest({ headers }: Pick<StsRequest, 'headers'>): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')
}

/** Never throws: what goes wrong unexpectedly is logged once and answered as InternalFailure. */
export async function handleStsRequest(service: AssumeService, request: StsRequest): Promise<HttpAnswer> {
  const requestId = service.newId()
  try {
    const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'))
    if (form.get('Action') !== 'AssumeRoleWithWebIdentity') {
      const message = 'AssumeRoleWithWebIdentity is the only action here. The ECR Public API is JSON.'
      return toError(requestId, 400, 'InvalidAction', message)
    }
    const assumed = await assumeRoleWithWebIdentity(service, toRequest(form), {
      requestId,
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    })
    return toXml(requestId, 200, toResult(assumed, requestId))
  } catch (error) {
    if (error instanceof FederationError) {
      return toError(requestId, error.code === 'access-denied' ? 403 : 400, toStsCode(error), error.message)
    }
    service.log.error({ err: error, requestId }, 'exchange of a token failed')
    const refusal = toStoreRefusal(error)
    if (refusal !== null) return toError(requestId, refusal.status, 'ServiceUnavailable', refusal.message)
    const message = `The exchange failed. The log has the cause under request id ${requestId}.`
    return toError(requestId, 500, 'InternalFailure', message)
  }
}

function toRequest(form: URLSearchParams) {
  // What would make the session less than the role must not be passed over.
  if ([...form.keys()].some((name) => /^(Policy|PolicyArns|ProviderId)\b/.test(name))) {
    throw new FederationError('invalid-request', 'Policy, PolicyArns and ProviderId are not supported here.')
  }
  const seconds = form.get('DurationSeconds')
  return {
    token: requireOne(form, 'WebIdentityToken'),
    roleArn: requireOne(form, 'RoleArn'),
    sessionName: requireOne(form, 'RoleSessionName'),
    seconds: seconds === null ? null : Number(seconds),
  }
}

function requireOne(form: URLSearchParams, name: string): string {
  const [value, ...more] = form.getAll(name)
  if (value === undefined || value === '' || more.length > 0) {
    throw new FederationError('invalid-request', `${name} must be given, once.`)
  }
  return value
}

function toResult({ identity, ...assumed }: AssumedRole, requestId: string): string {
  return element(
    `AssumeRoleWithWebIdentityResponse xmlns="${namespace}"`,
    element(
      'AssumeRoleWithWebIdentityResult',
      element('SubjectFromWebIdentityToken', escapeText(identity.subject)),
      element('Audience', escapeText(identity.audiences.join(','))),
      element(
        'AssumedRoleUser',
        element('Arn', escapeText(assumed.arn)),
        element('AssumedRoleId', escapeText(assumed.assumedRoleId)),
      ),
      element(
        'Credentials',
        element('AccessKeyId', assumed.accessKeyId),
        element('SecretAccessKey', assumed.secretAccessKey),
        element('SessionToken', assumed.sessionToken),
        element('Expiration', assumed.expiresAt.toISOString()),
      ),
      element('Provider', escapeText(identity.provider)),
    ),
    element('ResponseMetadata', element('RequestId', requestId)),
  )
}

function toError(requestId: string, status: number, code: string, message: string): HttpAnswer {
  const type = status < 500 ? 'Sender' : 'Receiver'
  const error = element(
    'Error',
    element('Type', type),
    element('Code', code),
    element('Message', escapeText(message)),
  )
  return toXml(
    requestId,
    status,
    element(`ErrorResponse xmlns="${namespace}"`, error, element('RequestId', requestId)),
  )
}

function toXml(requestId: string, status: number, body: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'cache-control': 'no-store', 'x-amzn-requestid': requestId },
    body: `${body}\n`,
  }
}

function element(start: string, ...content: string[]): string {
  return `<${start}>${content.join('')}</${start.split(' ')[0]}>`
}

/** A subject may have anything in it; what XML cannot hold is left out. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
