/**
 * Recomputes the Signature Version 4 of a request with AWS's own library. Its public `sign` chooses the
 * headers itself and renews the date, so the steps below it are called: exactly the headers that the client
 * named are used, with the client's date and scope.
 */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { ALGORITHM_IDENTIFIER, createScope, getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4'

export interface SignedRequest {
  method: string
  /** Path and query, as in the request line. */
  url: string
  /** The signed headers only, by lower-case name. */
  headers: Record<string, string>
  /** SHA-256 of the body, as lower-case hex. */
  payloadSha256: string
  signedAt: Date
  region: string
  service: string
}

/** The signature that the holder of the secret gives this request, as lower-case hex. */
export async function calculateSignature(
  request: SignedRequest,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Promise<string> {
  return new SignatureCalculator({
    credentials,
    region: request.region,
    service: request.service,
    sha256: Sha256,
  }).calculate(request)
}

class SignatureCalculator extends SignatureV4 {
  async calculate(request: SignedRequest): Promise<string> {
    const { longDate, shortDate } = this.formatDate(request.signedAt)
    const { path, query } = splitUrl(request.url)
    const http = new HttpRequest({ method: request.method, path, query, headers: request.headers })
    // The last argument keeps headers that the library never signs itself but that a client may have signed.
    const headers = getCanonicalHeaders(http, undefined, new Set(Object.keys(request.headers)))
    const stringToSign = await this.createStringToSign(
      longDate,
      createScope(shortDate, request.region, request.service),
      this.createCanonicalRequest(http, headers, request.payloadSha256),
      ALGORITHM_IDENTIFIER,
    )
    return this.sign(stringToSign, { signingDate: request.signedAt })
  }
}

/** The path stays as it was sent: the library encodes it once more, as every service but S3 expects. */
function splitUrl(url: string): { path: string; query: Record<string, string[]> } {
  const question = url.indexOf('?')
  if (question < 0) return { path: url, query: {} }
  const pairs = Map.groupBy(new URLSearchParams(url.slice(question + 1)), ([name]) => name)
  const values = [...pairs].map(([name, group]) => [name, group.map(([, value]) => value)])
  return { path: url.slice(0, question), query: Object.fromEntries(values) }
}
