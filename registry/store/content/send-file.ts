/**
 * Sends a part of a file. Reading into a few buffers that are used again and again takes a third of the time of a file
 * stream, which asks for new memory for every chunk (see `npm run bench`).
 */
import { type FileHandle, open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { SinkClosedError } from './blob-store.ts'

const bufferBytes = 1024 * 1024
/** More downloads than this at one moment get small buffers, so that many of them cost little memory. */
const largeBuffers = 8
const smallBufferBytes = 128 * 1024
const keptSmallBuffers = 64

const free: Buffer[] = []
const freeSmall: Buffer[] = []
let largeInUse = 0

interface FilePart {
  start: number
  end: number
  /** Is told of bytes as they have left. */
  onSent?: ((bytes: number) => void) | undefined
  /** Of a file that grows: up to where it can be read now, once all up to `position` has left; null at the end. */
  more?: ((position: number) => Promise<number | null>) | undefined
}

/**
 * Writes the bytes from `start` up to, not including, `end`; doesn't end the sink.
 * @throws {Error} when the file is not there, is shorter, or the sink is closed before everything is written
 */
export async function sendFile(
  path: string,
  { start, end, onSent = () => {}, more }: FilePart,
  sink: Writable,
): Promise<void> {
  const file = await open(path, 'r')
  const buffer = takeBuffer(more === undefined ? end - start : bufferBytes)
  try {
    await copy(file, buffer, { start, end, onSent, more }, sink)
  } finally {
    giveBack(buffer)
    await file.close()
  }
}

function takeBuffer(wantedBytes: number): Buffer {
  if (wantedBytes <= smallBufferBytes || largeInUse >= largeBuffers) {
    return freeSmall.pop() ?? Buffer.allocUnsafeSlow(smallBufferBytes)
  }
  largeInUse += 1
  return free.pop() ?? Buffer.allocUnsafeSlow(bufferBytes)
}

function giveBack(buffer: Buffer): void {
  if (buffer.length === bufferBytes) {
    largeInUse -= 1
    free.push(buffer)
  } else if (freeSmall.length < keptSmallBuffers) freeSmall.push(buffer)
}

async function copy(
  file: FileHandle,
  buffer: Buffer,
  { start, end, onSent, more }: FilePart & { onSent: (bytes: number) => void },
  sink: Writable,
): Promise<void> {
  let readable = end
  for (let position = start; ; ) {
    if (position >= readable) {
      const next = more === undefined ? null : await more(position)
      if (next === null) return
      readable = next
      continue
    }
    const wanted = Math.min(buffer.length, readable - position)
    const { bytesRead } = await file.read(buffer, 0, wanted, position)
    if (bytesRead === 0) throw new Error(`A file ended ${readable - position} bytes too early.`)
    position += bytesRead
    await write(sink, buffer.subarray(0, bytesRead))
    onSent(bytesRead)
  }
}

/** Resolves when the bytes have left, so that the buffer can be filled again. */
function write(sink: Writable, bytes: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onClose = () => reject(new SinkClosedError('The sink was closed.'))
  sink.once('close', onClose)
  sink.write(bytes, (error) => {
    sink.off('close', onClose)
    if (error) reject(new SinkClosedError('The sink does not take more.', { cause: error }))
    else resolve()
  })
  return promise
}
