/** What processes have computed so far. Only where the system has `/proc`. */
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Of user and system, of these processes. */
export function readCpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond
}
