/** Runs of `wrk`, the load generator, which has one thread. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** How long a run takes, unless it is told otherwise. */
export const wrkSeconds = 4

export interface WrkResult {
  perSecond: number
  p99Ms: number
}

/** @throws {Error} when any answer was not a success: a failure is not throughput */
export async function runWrk(url: string, headers: Record<string, string>): Promise<WrkResult> {
  const load = { connections: 8, seconds: wrkSeconds, headers }
  const { perSecond, printed } = await callWrk(url, load, ['--latency'])
  const [, value = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(printed) ?? []
  const msPerUnit = { us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN
  return { perSecond, p99Ms: Number(value) * msPerUnit }
}

/**
 * @param options what `wrk` is told beside, before the address, and what its script is told, behind it
 * @throws {Error} when any answer was not a success
 */
export async function callWrk(
  url: string,
  load: { connections: number; seconds: number; headers: Record<string, string> },
  options: readonly string[],
  forScript: readonly string[] = [],
): Promise<{ perSecond: number; printed: string }> {
  const { connections, seconds, headers } = load
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const behind = forScript.length > 0 ? ['--', ...forScript] : []
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, ...options, ...given, url, ...behind]
  const { stdout } = await execute('wrk', args)
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed under load:\n${stdout}`)
  return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]), printed: stdout }
}
