/** Sends both running programs what is no proper request, and says which are not answered as they should. */
import { listMalformedRequests } from '#testing/malformed-requests.ts'
import { sendRawRequest } from '#testing/send-raw-request.ts'
import { demoRepository, startDemoPair } from '#testing/start-demo-pair.ts'
import type { Finding } from './fuzz-target.ts'

const requestsAtOnce = 500
const concurrency = 8

/** Starts both programs with the demo catalogue, in a folder of their own, and sends requests until `isOver`. */
export async function fuzzPrograms(
  seed: number,
  isOver: () => boolean,
): Promise<{ count: number; findings: Finding[] }> {
  const pair = await startDemoPair()
  try {
    return await sendUntil(isOver, seed, [
      ['gallery', pair.galleryPort],
      ['registry', pair.registryPort],
    ])
  } finally {
    await pair.remove()
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
    const requests = listMalformedRequests(requestsAtOnce, seed + round, demoRepository)
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
