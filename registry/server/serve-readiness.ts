/**
 * `GET /readyz`: 200 while requests should be sent here, 503 with the reasons when they should not. It says what `/healthz` says, and
 * that the program is stopping.
 */
import { z } from 'zod'
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { serveHealth } from './serve-health.ts'

const failure = z.object({ message: z.string() })

/** @param isReady false as soon as the program is told to stop */
export async function serveReadiness(
  service: Pick<Service, 'store' | 'log'>,
  isReady: boolean,
): Promise<HttpAnswer> {
  const health = await serveHealth(service)
  const reasons: { name: string; message: string }[] = []
  if (!isReady) {
    const message = 'The registry was told to stop, and finishes what has begun.'
    reasons.push({ name: 'stopping', message })
  }
  if (health.status !== 200) {
    const { message } = failure.parse(JSON.parse(String(health.body)))
    reasons.push({ name: 'store', message })
  }
  return reasons.length === 0
    ? toJsonAnswer(200, { status: 'ok', reasons })
    : toJsonAnswer(503, { status: 'not ready', reasons }, { 'retry-after': '5' })
}
