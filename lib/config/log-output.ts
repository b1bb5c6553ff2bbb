/**
 * Where both programs and their starter write lines: standard output, at once. A disk that is full, or fails, must not end what
 * writes to it: lines wait in memory within a bound, are written when it goes on, and those that had no room are counted.
 */
import { writeSync } from 'node:fs'

const maxWaitingBytes = 1024 * 1024
/** A pipe whose reader is slow is tried again sooner than a disk. */
const pipeMs = 20
const diskMs = 1_000

/** What pino takes to write to. */
export interface LogOutput {
  write(line: string): void
}

/**
 * @param onGone called once when nobody reads any more, as of a terminal that was closed; nothing is written from then on
 * @param file that is open for writing
 */
export function openLogOutput(onGone: () => void = () => {}, file = 1): LogOutput {
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let missing = 0
  let isGone = false
  let timer: NodeJS.Timeout | null = null

  const add = (line: string) => {
    const bytes = Buffer.from(line)
    waiting.push(bytes)
    waitingBytes += bytes.length
  }
  const writeWaiting = () => {
    let done = 0
    try {
      for (let bytes = waiting[done]; bytes !== undefined; bytes = waiting[done]) {
        const written = writeSync(file, bytes)
        waitingBytes -= written
        if (written === bytes.length) done += 1
        else waiting[done] = bytes.subarray(written)
      }
    } finally {
      waiting = waiting.slice(done)
    }
  }
  const tryToWrite = () => {
    if (isGone) return
    try {
      writeWaiting()
      if (missing === 0) return
      const msg = `${missing} lines of the log are missing here: they could not be written`
      missing = 0
      add(`${JSON.stringify({ level: 40, time: new Date().toISOString(), msg })}\n`)
      writeWaiting()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') {
        isGone = true
        waiting = []
        onGone()
        return
      }
      timer ??= setTimeout(
        () => {
          timer = null
          tryToWrite()
        },
        code === 'EAGAIN' ? pipeMs : diskMs,
      ).unref()
    }
  }
  process.once('exit', tryToWrite)

  return {
    write(line) {
      if (isGone) return
      if (waitingBytes > 0 && waitingBytes + line.length > maxWaitingBytes) missing += 1
      else add(line)
      // Who waits for its turn is not asked again for each line.
      if (timer === null) tryToWrite()
    },
  }
}
