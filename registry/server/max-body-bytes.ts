/** How large the body of an API call may be: as large as the largest input of its operation, written as JSON. */
import type { IncomingHttpHeaders } from 'node:http'
import { isStsRequest, maxFormBytes } from '#registry/apis/sts/handle-sts-request.ts'

const mebibyte = 1024 * 1024

/** A logo of 512,000 bytes and two texts of 25,600 characters fit, however they are escaped. */
const usualBytes = 2 * mebibyte

const bytesOf: Record<string, number> = {
  // 20,971,520 bytes in base64.
  UploadLayerPart: 28 * mebibyte,
  // 4,194,304 characters, of which most quotation marks are escaped.
  PutImage: 12 * mebibyte,
}

/** In bytes, by the operation that `X-Amz-Target` names. */
export function toMaxBodyBytes(headers: IncomingHttpHeaders): number {
  if (isStsRequest({ headers })) return maxFormBytes
  const operation =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? ''
  return Object.hasOwn(bytesOf, operation) ? (bytesOf[operation] ?? usualBytes) : usualBytes
}
