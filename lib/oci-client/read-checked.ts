/** A blob as it comes, hashed on the way (OCI distribution specification 1.1.1, "Pulling blobs"): whoever reads to the end has what was asked for. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type Digest, finishDigest, parseDigest } from '#lib/oci/digest.ts'
import { DistributionError } from './distribution-error.ts'

export interface ReadCheckedOptions {
  digest: Digest
  maxBytes: number
  /** What to throw when the connection fails. */
  toError(error: unknown): Error
}

/** @throws {DistributionError} `too-large`, or `wrong-digest` after the last bytes */
export async function* readChecked(
  body: Readable,
  { digest, maxBytes, toError }: ReadCheckedOptions,
): AsyncGenerator<Uint8Array> {
  const algorithm = parseDigest(digest)?.algorithm ?? 'sha256'
  const hash = createHash(algorithm)
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.length
      // Leaving the loop ends the connection.
      if (size > maxBytes) throw new DistributionError('too-large', `A blob has more than ${maxBytes} bytes.`)
      hash.update(chunk)
      yield chunk
    }
  } catch (error) {
    throw toError(error)
  }
  const found = finishDigest(algorithm, hash)
  if (found !== digest) {
    throw new DistributionError('wrong-digest', `The registry gave ${found} where ${digest} was asked for.`)
  }
}
