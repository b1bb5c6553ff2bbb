/** How much memory a process has at the moment. Only where the system has `/proc`. */
import { readFileSync } from 'node:fs'

/** Resident memory. @throws {Error} when there is no such process */
export function readResidentBytes(pid: number): number {
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}
