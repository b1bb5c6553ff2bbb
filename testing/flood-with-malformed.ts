/** Malformed requests in numbers, at both programs at once: what is answered wrongly, and what it leaves in their memory. */
import { setTimeout as sleep } from 'node:timers/promises'
import { findGallery, readHolder } from './find-programs.ts'
import { listMalformedRequests } from './malformed-requests.ts'
import { readResidentBytes } from './read-resident-bytes.ts'
import { sendRawRequest } from './send-raw-request.ts'
import { type DemoPair, demoRepository } from './start-demo-pair.ts'

export interface FloodOptions {
  /** At each program. */
  requests: number
  seed: number
  /** Before memory is looked at, once after the first requests and once after all. */
  quietMs: number
  /** After all, memory may take so long to be given back: it is looked at again until a program has grown by less than this. */
  settleMs: number
  mayGrowBytes: number
  onProgress?: (line: string) => void
}

export interface FloodedProgram {
  name: 'gallery' | 'registry'
  sent: number
  /** Answers of 5xx, and silences, as text; the first of them. */
  wrong: string[]
  slowestMs: number
  /** Resident memory, quiet: after the first requests, and after all. At most: while they come. */
  beforeBytes: number
  mostBytes: number
  afterBytes: number
}

const warmUpRequests = 1_000
const requestsAtOnce = 500
const concurrency = 8
/** Longer than anything waits; beside it a busy machine is no silence. */
const silenceMs = 60_000
const maxWrong = 20
const lookMs = 2_000

/** Sends the first requests, waits, sends the others, and waits again. */
export async function floodWithMalformed(pair: DemoPair, options: FloodOptions): Promise<FloodedProgram[]> {
  const programs = [
    { name: 'gallery', port: pair.galleryPort, pid: findGallery(pair) },
    { name: 'registry', port: pair.registryPort, pid: readHolder(pair.dataDir) },
  ] as const
  const flooded = programs.map(({ name }): FloodedProgram => {
    return { name, sent: 0, wrong: [], slowestMs: 0, beforeBytes: 0, mostBytes: 0, afterBytes: 0 }
  })
  const flood = (count: number, seed: number) =>
    Promise.all(
      programs.map(async ({ port, pid }, at) => {
        const report = flooded[at]
        if (report !== undefined) await floodOne(port, pid, { ...options, requests: count, seed }, report)
      }),
    )
  const measure = async (key: 'beforeBytes' | 'afterBytes', waitMs: number) => {
    await sleep(waitMs)
    programs.forEach(({ pid }, at) => {
      const report = flooded[at]
      if (report !== undefined) report[key] = readResidentBytes(pid)
    })
  }
  await flood(Math.min(warmUpRequests, options.requests), options.seed)
  await measure('beforeBytes', options.quietMs)
  // Other seeds, so that these are other requests.
  await flood(Math.max(0, options.requests - warmUpRequests), options.seed + 1_000_000)
  await measure('afterBytes', options.quietMs)
  const hasGrown = () => flooded.some((one) => one.afterBytes - one.beforeBytes >= options.mayGrowBytes)
  for (let waitedMs = 0; waitedMs < options.settleMs && hasGrown(); waitedMs += lookMs) {
    await measure('afterBytes', lookMs)
  }
  return flooded
}

async function floodOne(
  port: number,
  pid: number,
  { requests: wanted, seed, onProgress = () => {} }: FloodOptions,
  report: FloodedProgram,
): Promise<void> {
  for (let round = 0, left = wanted; left > 0; round += 1, left -= requestsAtOnce) {
    const requests = listMalformedRequests(Math.min(left, requestsAtOnce), seed + round, demoRepository)
    let at = 0
    const sendNext = async () => {
      for (let request = requests[at++]; request !== undefined; request = requests[at++]) {
        const startedAt = performance.now()
        const answer = await sendRawRequest(port, request, silenceMs)
        report.sent += 1
        report.slowestMs = Math.max(report.slowestMs, performance.now() - startedAt)
        const status = answer.kind === 'silent' ? 'silent' : (answer.status ?? 0)
        if ((status === 'silent' || status >= 500) && report.wrong.length < maxWrong) {
          report.wrong.push(`${status}: ${JSON.stringify(request.slice(0, 300))}`)
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, sendNext))
    report.mostBytes = Math.max(report.mostBytes, readResidentBytes(pid))
    if (round % 20 === 19) {
      const megabytes = Math.round(report.mostBytes / 1e6)
      onProgress(`${report.name}: ${report.sent} sent, at most ${megabytes} MB, ${report.wrong.length} wrong`)
    }
  }
}
