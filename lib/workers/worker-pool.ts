/**
 * Worker threads for work on strangers' bytes. Such work may never end, and a thread is what can be ended: each
 * request has a deadline, after which its thread is thrown away and another one takes its place. Threads and
 * waiting requests are bounded, so that however much is asked for, the thread of the pages stays free.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { MessagePort, Worker } from 'node:worker_threads'

/** What a worker answers: a text, with bytes where there are some, or why there is none. */
export type WorkerAnswer = { text: string; bytes?: Uint8Array } | { error: string }

/** The message by which a worker says that it can take requests. */
export const readyMessage = 'ready'

/** The work took more time of a processor than it may, or more memory. */
export class WorkExceededError extends Error {
  override name = 'WorkExceededError'
}

/** There is too much other work; the same request may succeed later. */
export class PoolBusyError extends Error {
  override name = 'PoolBusyError'
}

export interface WorkLimits {
  /** Time of a processor for the work itself; by the clock, on a machine with much to do, it may be `patience` times as long. */
  deadlineMs: number
  /** Until a worker is free. */
  waitMs: number
  /** Ends the work, and the thread that is at it. */
  signal?: AbortSignal
  /** Of the request, what the worker is to have for itself. */
  transfer?: readonly MessagePort[]
}

export interface WorkResult {
  text: string
  bytes?: Uint8Array
  /** Time of a processor. */
  tookMs: number
}

export interface WorkerPool {
  /**
   * Has one request answered.
   * @throws {WorkExceededError} when it takes longer than `deadlineMs`, or more memory than a worker has
   * @throws {PoolBusyError} when no worker becomes free in time, or the machine has no time for the one that is
   * @throws {Error} when the worker says that it failed, or cannot be started; and the reason of the signal
   */
  run(request: unknown, limits: WorkLimits): Promise<WorkResult>
  /** Ends all threads; requests that are being answered fail. */
  close(): Promise<void>
}

export interface WorkerPoolOptions {
  start: () => Worker
  size: number
  /** Requests that wait for a worker; one more is refused. */
  maxWaiting: number
  /** How many times its deadline a request may take by the clock, when other programs have the processors. */
  patience: number
  /** A worker with nothing to do ends after this time, and gives its memory back. */
  idleMs: number
}

interface Job {
  request: unknown
  deadlineMs: number
  signal: AbortSignal | undefined
  transfer: readonly MessagePort[]
  resolve: (result: WorkResult) => void
  reject: (error: Error) => void
  waiting: NodeJS.Timeout
}

interface Seat {
  worker: Worker
  isReady: boolean
  /** Time of a processor up to its last answer. */
  usedMs: number
  idle?: NodeJS.Timeout | undefined
}

/** On a machine under load, a thread needs seconds to read its modules; that is no fault of any text. */
const startDeadlineMs = 30_000

/**
 * The pool of one thread that all copies of a module share, as the framework has several: for strangers' bytes which are read beside the
 * pages, and not while somebody waits.
 * @param name of what it reads, once in the program
 */
export function getReadingPool(
  name: string,
  start: () => Worker,
  { maxWaiting, idleMs }: Pick<WorkerPoolOptions, 'maxWaiting' | 'idleMs'> = {
    maxWaiting: 20,
    idleMs: 10_000,
  },
): WorkerPool {
  const holder = globalThis as { [key: symbol]: WorkerPool | undefined }
  const key = Symbol.for(`public-gallery.${name}-pool`)
  holder[key] ??= createWorkerPool({ start, size: 1, maxWaiting, patience: 4, idleMs })
  return holder[key]
}

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const jobs: Job[] = []
  const seats = new Set<Seat>()
  const free: Seat[] = []

  function dispatch(): void {
    while (jobs.length > 0 && (free.length > 0 || seats.size < options.size)) {
      const job = jobs.shift()
      if (job === undefined) return
      clearTimeout(job.waiting)
      if (job.signal?.aborted) job.reject(toReason(job.signal))
      else void work(job)
    }
  }

  async function work(job: Job): Promise<void> {
    let seat: Seat | undefined
    try {
      seat = free.pop() ?? startSeat()
      const { answer, tookMs } = await ask(seat, job, options.patience)
      leaveFree(seat)
      if ('text' in answer) job.resolve({ ...answer, tookMs })
      else job.reject(new Error(answer.error))
    } catch (error) {
      job.reject(error instanceof Error ? error : new Error('The worker failed.', { cause: error }))
      if (seat) await endSeat(seat)
    } finally {
      dispatch()
    }
  }

  function startSeat(): Seat {
    const seat: Seat = { worker: options.start(), isReady: false, usedMs: 0 }
    seats.add(seat)
    // An error that nobody listens for would end the process.
    seat.worker.on('error', () => {})
    seat.worker.once('exit', () => forget(seat))
    return seat
  }

  function leaveFree(seat: Seat): void {
    // It keeps no process alive that has nothing else to do.
    seat.worker.unref()
    seat.idle = setTimeout(() => void endSeat(seat), options.idleMs).unref()
    free.push(seat)
  }

  async function endSeat(seat: Seat): Promise<void> {
    if (free.includes(seat)) free.splice(free.indexOf(seat), 1)
    // Its place is given away only when the thread has really ended: the bound is on threads that run.
    await seat.worker.terminate()
    forget(seat)
  }

  function forget(seat: Seat): void {
    clearTimeout(seat.idle)
    if (free.includes(seat)) free.splice(free.indexOf(seat), 1)
    seats.delete(seat)
  }

  return {
    run(request, { deadlineMs, waitMs, signal, transfer = [] }) {
      return new Promise((resolve, reject) => {
        if (jobs.length >= options.maxWaiting) return reject(new PoolBusyError('Too many requests wait.'))
        const waiting = setTimeout(() => {
          jobs.splice(jobs.indexOf(job), 1)
          reject(new PoolBusyError(`No worker was free within ${waitMs} ms.`))
        }, waitMs)
        const job: Job = { request, deadlineMs, signal, transfer, resolve, reject, waiting }
        jobs.push(job)
        dispatch()
      })
    },
    async close() {
      await Promise.all([...seats].map(endSeat))
    },
  }
}

/** Sends a request as soon as the worker is ready, and waits for its answer, its end or the deadline. */
async function ask(
  seat: Seat,
  job: Job,
  patience: number,
): Promise<{ answer: WorkerAnswer; tookMs: number }> {
  const { worker } = seat
  clearTimeout(seat.idle)
  worker.ref()
  if (!seat.isReady) {
    const late = new PoolBusyError(`The worker was not ready within ${startDeadlineMs} ms.`)
    await listen(worker, { timeoutMs: startDeadlineMs, signal: job.signal }, () => Promise.reject(late))
    seat.isReady = true
    seat.usedMs = await readUsedMs(worker)
  }
  const startedAt = performance.now()
  const answered = listen(worker, { timeoutMs: job.deadlineMs, signal: job.signal }, async () => {
    const lateMs = performance.now() - startedAt - patience * job.deadlineMs
    // What does not even say how long it has been at work is a trap.
    const silent = sleep(job.deadlineMs, Number.POSITIVE_INFINITY, { ref: false })
    const usedMs = await Promise.race([readUsedMs(worker), silent])
    return judge(usedMs - seat.usedMs, job.deadlineMs, lateMs)
  })
  worker.postMessage(job.request, job.transfer)
  const answer = (await answered) as WorkerAnswer
  const before = seat.usedMs
  seat.usedMs = await readUsedMs(worker)
  return { answer, tookMs: seat.usedMs - before }
}

/** How long to wait on, when the time is up by the clock: what a busy machine did not let the worker have. */
function judge(usedMs: number, deadlineMs: number, lateMs: number): number {
  const leftMs = deadlineMs - usedMs
  const isOver = lateMs > 0
  // With a quarter of its time, what is no trap is done.
  if (leftMs < deadlineMs * (isOver ? 0.75 : 0.1)) {
    throw new WorkExceededError(`The work took longer than ${deadlineMs} ms.`)
  }
  if (isOver) throw new PoolBusyError('The machine has no time for the worker.')
  return leftMs
}

async function readUsedMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage()
  return (user + system) / 1000
}

/** Waits for one message. After `timeoutMs`, `onTimeout` says how long to wait on, or throws. */
function listen(
  worker: Worker,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
  onTimeout: () => Promise<number>,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const arm = (ms: number) => {
    // The answer may come while one is asking whether to wait on.
    if (!isOver) timer = setTimeout(() => onTimeout().then(arm, reject), ms)
  }
  const fail = (error: Error) => reject(toWorkError(error))
  const end = () => reject(new Error('The worker has ended.'))
  const leave = () => signal && reject(toReason(signal))
  arm(timeoutMs)
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave)
  worker.on('message', resolve)
  worker.on('error', fail)
  worker.on('exit', end)
  return promise.finally(() => {
    isOver = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
    worker.off('message', resolve)
    worker.off('error', fail)
    worker.off('exit', end)
  })
}

function toReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('The work was given up.', { cause: reason })
}

function toWorkError(error: Error): Error {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? new WorkExceededError('The work took too much memory.', { cause: error }) : error
}
