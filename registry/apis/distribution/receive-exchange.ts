/** `POST /token/`: a form that exchanges the token of an OIDC issuer; any other is told to come with GET. */
import { type ExchangeService, exchangeToken } from '#registry/apis/sts/exchange-token.ts'
import { maxFormBytes } from '#registry/apis/sts/handle-sts-request.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { BodyTooLargeError, readBody } from '#registry/wire/read-body.ts'
import type { DistributionRequest } from './distribution-request.ts'
import { OciError } from './oci-error.ts'

/** @throws {OciError} UNSUPPORTED for the logins that container clients try by POST before they go on with GET */
export async function receiveExchange(
  service: ExchangeService,
  request: DistributionRequest,
): Promise<HttpAnswer> {
  const { headers, sourceIp } = request
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) throw unsupported()
  try {
    const body = await readBody(request, maxFormBytes)
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
    if (['password', 'refresh_token'].includes(form.get('grant_type') ?? '')) throw unsupported()
    return await exchangeToken(service, { form, sourceIp, userAgent: headers['user-agent'] ?? '' })
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error
    const description = `The form has more than ${maxFormBytes} bytes.`
    return toJsonAnswer(413, { error: 'invalid_request', error_description: description })
  }
}

function unsupported(): OciError {
  return new OciError('UNSUPPORTED', undefined, { headers: { allow: 'GET, HEAD' } })
}
