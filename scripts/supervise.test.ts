/** What a supervisor does when its program ends: it starts it again, later each time, and says so; or it fails at the first start. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Program } from './start-program.ts'
import { ProgramEndedError, type Supervised, supervise } from './supervise.ts'

const stopping: AbortController[] = []
afterEach(() => {
  for (const controller of stopping.splice(0)) controller.abort()
})

interface Run {
  end: (reason: string) => void
  stoppedWithin: number | null
}

function startSupervised({ isUp = (): boolean => true, wellAfterMs = 60_000 } = {}) {
  const controller = new AbortController()
  stopping.push(controller)
  const runs: Run[] = []
  const said: string[] = []
  const start = (): Program => {
    const ended = Promise.withResolvers<{ exitCode: number | null; reason: string }>()
    const run: Run = { end: (reason) => ended.resolve({ exitCode: 1, reason }), stoppedWithin: null }
    runs.push(run)
    return {
      name: 'registry',
      pid: 0,
      ended: ended.promise,
      kill: () => {},
      signal: () => {},
      stop: async (graceMs = 0) => {
        run.stoppedWithin = graceMs
        run.end('exit code 0')
      },
    }
  }
  const supervised: Supervised = supervise({
    name: 'registry',
    start,
    waitUntilReady: (signal) =>
      isUp()
        ? Promise.resolve()
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    stopping: controller.signal,
    say: (line) => said.push(line),
    pauses: { firstMs: 1, maxMs: 4, wellAfterMs },
  })
  return { supervised, runs, said, controller }
}

async function endAndWait(runs: Run[], reason: string): Promise<void> {
  const count = runs.length
  runs.at(-1)?.end(reason)
  await expect.poll(() => runs.length, { interval: 2 }).toBe(count + 1)
}

test('a program that ends is started again, after pauses that double up to a bound, with words each time', async () => {
  const { supervised, runs, said } = startSupervised()
  await supervised.ready
  for (let count = 0; count < 4; count += 1) await endAndWait(runs, 'signal SIGKILL')
  await expect.poll(() => said.length, { interval: 2 }).toBe(8)
  expect(said.filter((line) => line.includes('Starting it again'))).toEqual([
    expect.stringContaining('(signal SIGKILL); its last lines say why. Starting it again in 0.00 s'),
    expect.stringContaining('for the 2nd time in a row'),
    expect.stringContaining('for the 3rd time in a row'),
    expect.stringContaining('for the 4th time in a row'),
  ])
  expect(said.filter((line) => line.startsWith('The registry is back after'))).toHaveLength(4)
})

test('a program that ran long enough begins with the first pause again', async () => {
  const { supervised, runs, said } = startSupervised({ wellAfterMs: 0 })
  await supervised.ready
  for (let count = 0; count < 3; count += 1) await endAndWait(runs, 'exit code 1')
  expect(said.join('\n')).not.toContain('in a row')
})

test('a program that ends before it was ever up is not started again', async () => {
  const { supervised, runs, said } = startSupervised({ isUp: () => false })
  runs[0]?.end('exit code 1')
  await expect(supervised.failed).rejects.toThrow(ProgramEndedError)
  await sleep(20)
  expect([runs.length, said]).toEqual([1, []])
})

test('one that was up once and then cannot start is tried without end', async () => {
  let isUp = true
  const { supervised, runs, said } = startSupervised({ isUp: () => isUp })
  await supervised.ready
  isUp = false
  for (let count = 0; count < 6; count += 1) await endAndWait(runs, 'exit code 1')
  expect(said).toHaveLength(6)
})

test('after a stop nothing is started, and the program is given its time', async () => {
  const { supervised, runs, controller } = startSupervised()
  await supervised.ready
  controller.abort()
  await supervised.stop(1234)
  expect([runs.length, runs[0]?.stoppedWithin]).toEqual([1, 1234])
})
