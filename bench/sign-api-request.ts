/** Signs one API call, which a benchmark then repeats: what is measured is the registry, not the signing. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Profile } from '#testing/read-profile.ts'
import type { Load } from './measure-throughput.ts'

/** A signed `POST /` for an operation of the ECR Public API; its signature holds for fifteen minutes. */
export async function signApiRequest(
  endpoint: string,
  credentials: Profile,
  operation: string,
  input: Record<string, unknown>,
): Promise<Load> {
  const url = new URL(endpoint)
  const signer = new SignatureV4({ service: 'ecr-public', region: 'us-east-1', credentials, sha256: Sha256 })
  const body = JSON.stringify(input)
  const signed = await signer.sign(
    new HttpRequest({
      method: 'POST',
      hostname: url.hostname,
      port: Number(url.port),
      path: '/',
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `SpencerFrontendService.${operation}`,
      },
      body,
    }),
  )
  return { url: endpoint, method: 'POST', headers: signed.headers, body }
}
