/** `GET /healthz`: 200 while the store answers, 503 when it doesn't. */
import type { Service } from '#registry/service.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

export async function serveHealth(service: Service): Promise<HttpAnswer> {
  try {
    const repositories = await service.store.repositories.countAll()
    return toJsonAnswer(200, { status: 'ok', repositories })
  } catch (error) {
    service.log.error({ err: error }, 'the store does not answer')
    return toJsonAnswer(503, { status: 'failed', message: 'The store does not answer; see the log.' })
  }
}
