/** Reads a part of an object, and takes it up where the line broke off for as long as something comes of it. */
import type { Readable, Writable } from 'node:stream'
import { ContentUnavailableError } from '../../store-error.ts'
import { BlobMissingError, SinkClosedError } from '../blob-store.ts'
import type { S3Requests } from './requests.ts'

/** How often in a row a request may bring nothing. */
const maxEmpty = 3

export interface ObjectPart {
  key: string
  start: number
  /** Not included. */
  end: number
}

/**
 * Gives the bytes to a sink, which it doesn't end, or to a function.
 * @param opened the answer to the first request, where it was made already
 * @throws {SinkClosedError} when the reader goes away
 * @throws {ContentUnavailableError} when the rest does not come
 * @throws {BlobMissingError} when there is no such object
 */
export async function readObject(
  requests: Pick<S3Requests, 'get'>,
  { key, start, end }: ObjectPart,
  to: Writable | ((chunk: Uint8Array) => void),
  onSent: (bytes: number) => void = () => {},
  opened: Readable | null = null,
): Promise<void> {
  let position = start
  let body = opened
  let empty = 0
  while (position < end) {
    const before = position
    try {
      body ??= await openObject(requests, { key, start: position, end })
      for await (const chunk of body) {
        if (typeof to === 'function') to(chunk)
        else await write(to, chunk)
        position += chunk.length
        onSent(chunk.length)
      }
    } catch (error) {
      if (isFinal(error)) throw error
    } finally {
      body?.destroy()
      body = null
    }
    empty = position > before ? 0 : empty + 1
    if (empty >= maxEmpty)
      throw new ContentUnavailableError('The S3 service breaks off an object again and again.')
  }
}

/** What another attempt does not make good. */
function isFinal(error: unknown): boolean {
  return [SinkClosedError, ContentUnavailableError, BlobMissingError].some((kind) => error instanceof kind)
}

/** @throws {BlobMissingError} */
export async function openObject(
  requests: Pick<S3Requests, 'get'>,
  { key, start, end }: ObjectPart,
): Promise<Readable> {
  const body = await requests.get(key, start, end)
  if (body === null) throw new BlobMissingError('The S3 service does not have an object that it should have.')
  return body
}

function write(sink: Writable, bytes: Uint8Array): Promise<void> | void {
  if (sink.destroyed) throw new SinkClosedError('The sink was closed.')
  if (sink.write(bytes)) return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const settle = () => {
    sink.off('drain', onDrain)
    sink.off('close', onClose)
    sink.off('error', onClose)
  }
  const onDrain = () => {
    settle()
    resolve()
  }
  const onClose = () => {
    settle()
    reject(new SinkClosedError('The sink was closed.'))
  }
  sink.once('drain', onDrain)
  sink.once('close', onClose)
  sink.once('error', onClose)
  return promise
}
