/**
 * `GET /readyz`: 200 while requests should be sent here, 503 when they should not, with the reasons. It says what `/healthz` says, and
 * that the program is stopping. A store that is read-only still serves pulls.
 */
import { z } from 'zod'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { type HealthSources, serveHealth } from './serve-health.ts'

const failure = z.object({ status: z.string(), message: z.string() })

/** @param isReady false as soon as the program is told to stop */
export async function serveReadiness(service: HealthSources, isReady: boolean): Promise<HttpAnswer> {
  const health = await serveHealth(service)
  const reasons: { name: string; message: string }[] = []
  if (!isReady) {
    const message = 'The registry was told to stop, and finishes what has begun.'
    reasons.push({ name: 'stopping', message })
  }
  let isServing = isReady
  if (health.status !== 200) {
    const { status, message } = failure.parse(JSON.parse(String(health.body)))
    reasons.push({ name: 'store', message })
    // Pulls go on, and nothing else could answer them.
    if (status !== 'read-only') isServing = false
  }
  return isServing
    ? toJsonAnswer(200, { status: 'ok', reasons })
    : toJsonAnswer(503, { status: 'not ready', reasons }, { 'retry-after': '5' })
}
