/** One run of `wrk`, the load generator: one thread and 8 connections, for 4 seconds. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** How long a run takes. */
export const wrkSeconds = 4

export interface WrkResult {
  perSecond: number
  p99Ms: number
}

/** @throws {Error} when any answer was not a success: a failure is not throughput */
export async function runWrk(url: string, headers: Record<string, string>): Promise<WrkResult> {
  const headerArguments = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await execute('wrk', [
    '-t1',
    '-c8',
    `-d${wrkSeconds}s`,
    '--latency',
    ...headerArguments,
    url,
  ])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed under load:\n${stdout}`)
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  const [, value = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? []
  const msPerUnit = { us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN
  return { perSecond, p99Ms: Number(value) * msPerUnit }
}
