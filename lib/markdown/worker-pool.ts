/**
 * Worker threads for work on strangers' bytes. Such work may never end, and a thread is what can be ended: each
 * request has a deadline, after which its thread is thrown away and another one takes its place. Threads and
 * waiting requests are bounded, so that however much is asked for, the thread of the pages stays free.
 */
import type { Worker } from 'node:worker_threads'

/** What a worker answers: a text, or why there is none. */
export type WorkerAnswer = { text: string } | { error: string }

/** The message by which a worker says that it can take requests. */
export const readyMessage = 'ready'

/** The work took longer than it may, or more memory. */
export class WorkExceededError extends Error {
  override name = 'WorkExceededError'
}

/** There is too much other work; the same request may succeed later. */
export class PoolBusyError extends Error {
  override name = 'PoolBusyError'
}

export interface WorkLimits {
  /** For the work itself, from when a worker has it. */
  deadlineMs: number
  /** Until a worker is free. */
  waitMs: number
}

export interface WorkerPool {
  /**
   * Has one request answered.
   * @throws {WorkExceededError} when it takes longer than `deadlineMs`, or more memory than a worker has
   * @throws {PoolBusyError} when no worker becomes free in time
   * @throws {Error} when the worker says that it failed, or cannot be started
   */
  run(request: unknown, limits: WorkLimits): Promise<string>
  /** Ends all threads; requests that are being answered fail. */
  close(): Promise<void>
}

export interface WorkerPoolOptions {
  start: () => Worker
  size: number
  /** Requests that wait for a worker; one more is refused. */
  maxWaiting: number
  /** A worker with nothing to do ends after this time, and gives its memory back. */
  idleMs: number
}

interface Job {
  request: unknown
  deadlineMs: number
  resolve: (text: string) => void
  reject: (error: Error) => void
  waiting: NodeJS.Timeout
}

interface Seat {
  worker: Worker
  isReady: boolean
  idle?: NodeJS.Timeout | undefined
}

/** On a machine under load, a thread needs seconds to read its modules; that is no fault of any text. */
const startDeadlineMs = 30_000

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const jobs: Job[] = []
  const seats = new Set<Seat>()
  const free: Seat[] = []

  function dispatch(): void {
    while (jobs.length > 0 && (free.length > 0 || seats.size < options.size)) {
      const job = jobs.shift()
      if (job === undefined) return
      clearTimeout(job.waiting)
      void work(job)
    }
  }

  async function work(job: Job): Promise<void> {
    let seat: Seat | undefined
    try {
      seat = free.pop() ?? startSeat()
      const answer = await ask(seat, job)
      leaveFree(seat)
      if ('text' in answer) job.resolve(answer.text)
      else job.reject(new Error(answer.error))
    } catch (error) {
      if (seat) await endSeat(seat)
      job.reject(error instanceof Error ? error : new Error('The worker failed.', { cause: error }))
    } finally {
      dispatch()
    }
  }

  function startSeat(): Seat {
    const seat: Seat = { worker: options.start(), isReady: false }
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
    run(request, { deadlineMs, waitMs }) {
      return new Promise((resolve, reject) => {
        if (jobs.length >= options.maxWaiting) return reject(new PoolBusyError('Too many requests wait.'))
        const waiting = setTimeout(() => {
          jobs.splice(jobs.indexOf(job), 1)
          reject(new PoolBusyError(`No worker was free within ${waitMs} ms.`))
        }, waitMs)
        const job: Job = { request, deadlineMs, resolve, reject, waiting }
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
function ask(seat: Seat, { request, deadlineMs }: Job): Promise<WorkerAnswer> {
  const { worker } = seat
  clearTimeout(seat.idle)
  worker.ref()
  return new Promise<WorkerAnswer>((resolve, reject) => {
    let timer: NodeJS.Timeout
    const listeners = {
      message: (message: unknown) => {
        if (message !== readyMessage) return settle(() => resolve(message as WorkerAnswer))
        clearTimeout(timer)
        send()
      },
      error: (error: Error) => settle(() => reject(toWorkError(error))),
      exit: () => settle(() => reject(new Error('The worker has ended.'))),
    }
    const settle = (then: () => void) => {
      clearTimeout(timer)
      for (const [name, listener] of Object.entries(listeners)) worker.off(name, listener)
      then()
    }
    const send = () => {
      seat.isReady = true
      const exceeded = new WorkExceededError(`The work took longer than ${deadlineMs} ms.`)
      timer = setTimeout(() => settle(() => reject(exceeded)), deadlineMs)
      worker.postMessage(request)
    }
    for (const [name, listener] of Object.entries(listeners)) worker.on(name, listener)
    if (seat.isReady) send()
    else {
      const late = new Error(`The worker was not ready within ${startDeadlineMs} ms.`)
      timer = setTimeout(() => settle(() => reject(late)), startDeadlineMs)
    }
  })
}

function toWorkError(error: Error): Error {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory ? new WorkExceededError('The work took too much memory.', { cause: error }) : error
}
