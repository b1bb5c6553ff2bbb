/**
 * The requests that are made of an S3 service, each with a deadline and a budget of retries. What the service cannot do now is a
 * `ContentUnavailableError`; that an object is not there is no error. Nothing that a service answers is taken for proof of what it
 * stored: digests are checked here.
 */
import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { ContentUnavailableError, StoreError } from '../../store-error.ts'

export interface S3Requests {
  put(key: string, body: Uint8Array): Promise<void>
  /** The bytes from `start` up to, not including, `end`; null when there is no such object. */
  get(key: string, start: number, end: number): Promise<Readable | null>
  /** Null when there is no such object. */
  size(key: string): Promise<number | null>
  /** No error when it is not there. */
  delete(key: string): Promise<void>
  beginMultipart(key: string): Promise<string>
  /** @returns what the part is named by at the end */
  putPart(part: Part, body: Uint8Array): Promise<string>
  /** Takes a whole object as a part, without its bytes going through here. */
  copyPart(part: Part, from: string): Promise<string>
  /** Makes the object; the same again makes no difference. */
  complete(key: string, multipartId: string, etags: readonly string[], sizeBytes: number): Promise<void>
  /** No error when it is over. */
  abort(key: string, multipartId: string): Promise<void>
  /** @throws {StoreError} when the bucket is not there, or is not for us; not when the service does not answer */
  requireBucket(): Promise<void>
  client: S3Client
  close(): void
}

export interface Part {
  key: string
  multipartId: string
  /** From 1. */
  number: number
}

export interface S3Patience {
  /** How often a request is made in all. */
  attempts: number
  /** Until the service begins to answer one. */
  answerMs: number
  /** Of all attempts together. */
  totalMs: number
  /** In which nothing comes of an answer that has begun. */
  silenceMs: number
}

export const usualPatience: S3Patience = {
  attempts: 4,
  answerMs: 15_000,
  totalMs: 30_000,
  silenceMs: 20_000,
}

export function createS3Requests(settings: S3Settings, patience: S3Patience = usualPatience): S3Requests {
  const { bucket: Bucket, prefix, region, endpoint, isPathStyle } = settings
  const client = new S3Client({
    region,
    ...(endpoint === null ? {} : { endpoint }),
    forcePathStyle: isPathStyle,
    maxAttempts: patience.attempts,
    // Older services refuse the checksums that newer clients add by themselves.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: Math.min(5_000, patience.answerMs),
      requestTimeout: patience.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: patience.silenceMs,
      httpAgent: { maxSockets: 512 },
      httpsAgent: { maxSockets: 512 },
    },
  })
  const toKey = (key: string) => `${prefix}${key}`
  const within = () => ({ abortSignal: AbortSignal.timeout(patience.totalMs) })
  const unlessMissing = async <Result>(asked: Promise<Result>): Promise<Result | null> => {
    try {
      return await asked
    } catch (error) {
      if (isMissing(error)) return null
      throw toUnavailable(error)
    }
  }
  const must = async <Result>(asked: Promise<Result>): Promise<Result> => {
    try {
      return await asked
    } catch (error) {
      throw toUnavailable(error)
    }
  }
  const sizeOf = async (key: string): Promise<number | null> => {
    const found = await unlessMissing(
      client.send(new HeadObjectCommand({ Bucket, Key: toKey(key) }), within()),
    )
    return found?.ContentLength ?? null
  }
  return {
    client,
    async put(key, Body) {
      await must(client.send(new PutObjectCommand({ Bucket, Key: toKey(key), Body }), within()))
    },
    async get(key, start, end) {
      const Range = `bytes=${start}-${end - 1}`
      const command = new GetObjectCommand({ Bucket, Key: toKey(key), Range })
      const found = await unlessMissing(client.send(command, within()))
      if (found === null) return null
      const body = found.Body as Readable
      // An object that is shorter than it should be answers what it has.
      if (found.ContentLength === end - start) return body
      body.destroy()
      throw new ContentUnavailableError(`The object has ${found.ContentLength} of ${end - start} bytes.`)
    },
    size: sizeOf,
    async delete(key) {
      await unlessMissing(client.send(new DeleteObjectCommand({ Bucket, Key: toKey(key) }), within()))
    },
    async beginMultipart(key) {
      const command = new CreateMultipartUploadCommand({ Bucket, Key: toKey(key) })
      const { UploadId } = await must(client.send(command, within()))
      return required(UploadId)
    },
    async putPart({ key, multipartId, number }, Body) {
      const command = new UploadPartCommand({
        Bucket,
        Key: toKey(key),
        UploadId: multipartId,
        PartNumber: number,
        Body,
      })
      return required((await must(client.send(command, within()))).ETag)
    },
    async copyPart({ key, multipartId, number }, from) {
      const command = new UploadPartCopyCommand({
        Bucket,
        Key: toKey(key),
        UploadId: multipartId,
        PartNumber: number,
        CopySource: `${Bucket}/${toKey(from)}`,
      })
      return required((await must(client.send(command, within()))).CopyPartResult?.ETag)
    },
    async complete(key, multipartId, etags, sizeBytes) {
      const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
      const command = new CompleteMultipartUploadCommand({
        Bucket,
        Key: toKey(key),
        UploadId: multipartId,
        MultipartUpload: { Parts },
      })
      // Putting a large object together takes its time.
      const options = { abortSignal: AbortSignal.timeout(4 * patience.totalMs) }
      try {
        await client.send(command, options)
      } catch (error) {
        // The answer to an earlier attempt may have been lost; then the object is there.
        if (!isMissing(error)) throw toUnavailable(error)
      }
      const found = await sizeOf(key)
      if (found === sizeBytes) return
      throw new ContentUnavailableError(
        `The S3 service made ${found} of ${sizeBytes} bytes of the parts of an object.`,
      )
    },
    async abort(key, UploadId) {
      const command = new AbortMultipartUploadCommand({ Bucket, Key: toKey(key), UploadId })
      await unlessMissing(client.send(command, within()))
    },
    async requireBucket() {
      try {
        await client.send(new HeadBucketCommand({ Bucket }), within())
      } catch (error) {
        if (!(error instanceof S3ServiceException) || isPassing(error)) return
        throw new StoreError(
          `The bucket ${Bucket} of BLOB_STORE cannot be used: ${endpoint ?? 'AWS'} says ${toReason(error)}. It has to be there, and the credentials of the environment have to allow it.`,
        )
      }
    },
    close: () => client.destroy(),
  }
}

function required(text: string | undefined): string {
  if (text === undefined) throw new ContentUnavailableError('The S3 service left out what names a part.')
  return text
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false
  return ['NoSuchKey', 'NotFound', 'NoSuchUpload'].includes(error.name)
}

function isPassing({ $metadata: { httpStatusCode = 500 } }: S3ServiceException): boolean {
  return httpStatusCode >= 500 || httpStatusCode === 408 || httpStatusCode === 429
}

/** Where the service says something, its word is for the operator; a client is told less. */
function toUnavailable(error: unknown): ContentUnavailableError {
  if (error instanceof ContentUnavailableError) return error
  return new ContentUnavailableError(
    `The S3 service of BLOB_STORE does not do its work now (${toReason(error)}).`,
  )
}

/** The client's own error has the request with its signature, and a socket, which belong in no log. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time'
  if (!(error instanceof S3ServiceException)) return `${error.name}: ${error.message}`
  const { httpStatusCode = 0, requestId = 'none' } = error.$metadata
  return `${error.name}, status ${httpStatusCode}, request ${requestId}`
}
