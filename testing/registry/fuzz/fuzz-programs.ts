/** Sends both running programs what is no proper request, and says which are not answered as they should. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { listMalformedRequests } from '#testing/malformed-requests.ts'
import { toPairEnvironment } from '#testing/pair-environment.ts'
import { sendRawRequest } from '#testing/send-raw-request.ts'
import { startProgram } from '../../../scripts/start-program.ts'
import { waitForAnswer } from '../../../scripts/wait-for-answer.ts'
import type { Finding } from './fuzz-target.ts'

const known = { alias: 'tidewater', repository: 'postgres-tools' }
const requestsAtOnce = 500
const concurrency = 8

/** Starts both programs with the demo catalogue, in a folder of their own, and sends requests until `isOver`. */
export async function fuzzPrograms(
  seed: number,
  isOver: () => boolean,
): Promise<{ count: number; findings: Finding[] }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-fuzz-'))
  const [galleryPort, registryPort] = [await findFreePort(), await findFreePort()]
  const demo = Promise.withResolvers<void>()
  const program = startProgram({
    name: 'start',
    command: ['scripts/start.ts'],
    environment: {
      ...toPairEnvironment({ galleryPort, registryPort, dataDir }),
      DEMO: '1',
      LOG_LEVEL: 'info',
    },
    onLine: (line) => {
      const [, done, total] = /demo catalogue: (\d+) of (\d+)/.exec(line) ?? []
      if (done !== undefined && done === total) demo.resolve()
    },
  })
  try {
    await waitForAnswer(`http://127.0.0.1:${galleryPort}/api/health`, { timeoutMs: 600_000 })
    await demo.promise
    await waitForAnswer(`http://127.0.0.1:${galleryPort}/${known.alias}/${known.repository}`, {
      timeoutMs: 60_000,
    })
    return await sendUntil(isOver, seed, [
      ['gallery', galleryPort],
      ['registry', registryPort],
    ])
  } finally {
    await program.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function sendUntil(
  isOver: () => boolean,
  seed: number,
  programs: readonly (readonly [name: string, port: number])[],
): Promise<{ count: number; findings: Finding[] }> {
  const findings: Finding[] = []
  let count = 0
  for (let round = 0; !isOver() && findings.length < 10; round++) {
    const requests = listMalformedRequests(requestsAtOnce, seed + round, known)
    for (const [target, port] of programs) {
      let at = 0
      const sendNext = async () => {
        while (at < requests.length && !isOver()) {
          const request = requests[at++] ?? ''
          const answer = await sendRawRequest(port, request)
          count += 1
          const isWrong = answer.kind === 'silent' || (answer.status ?? 0) >= 500
          if (!isWrong) continue
          const problem = answer.kind === 'silent' ? 'No answer.' : `It was answered ${answer.status}.`
          findings.push({ target, problem, input: Buffer.from(request) })
        }
      }
      await Promise.all(Array.from({ length: concurrency }, sendNext))
    }
  }
  return { count, findings }
}
