/** Signs API calls the way AWS's clients do, for tests. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import type { ApiRequest } from '#registry/wire/aws-json/api-request.ts'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

interface Call {
  method?: string
  operation?: string
  input?: object
  /** The body where it isn't the input as JSON. */
  body?: string | Uint8Array
  headers?: Record<string, string>
  url?: string
  signedAt: Date
  region?: string
  signingName?: string
}

/** A request as it arrives: signed with the credentials, header names in lower case. */
export async function signCall(credentials: Credentials, call: Call): Promise<ApiRequest> {
  const { method = 'POST' } = call
  const body = Buffer.from(call.body ?? (method === 'GET' ? '' : JSON.stringify(call.input ?? {})))
  const [path = '/', search = ''] = (call.url ?? '/').split('?')
  const signer = new SignatureV4({
    credentials,
    region: call.region ?? 'us-east-1',
    service: call.signingName ?? 'ecr-public',
    sha256: Sha256,
  })
  const signed = await signer.sign(
    new HttpRequest({
      method,
      path,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: {
        host: 'localhost:5050',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `SpencerFrontendService.${call.operation ?? 'DescribeRegistries'}`,
        ...call.headers,
      },
      body,
    }),
    { signingDate: call.signedAt },
  )
  return { method, url: call.url ?? '/', headers: signed.headers, body, sourceIp: '127.0.0.1' }
}
