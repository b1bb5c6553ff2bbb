/** `GET /healthz`: 200 while the store answers and can be written to, 503 when it doesn't. `lostBlobs` counts blobs that wait to be pushed again, `lostSecrets` access keys that the secret does not open. */
import { describeTls, type ServedTls } from '#lib/net/serve-tls.ts'
import type { LostBlobs } from '#registry/domain/images/lost-blobs.ts'
import type { Service } from '#registry/service.ts'
import { StoreBrokenError, StorePausedError, StoreReadOnlyError } from '#registry/store/store-error.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

const readOnlyHealthMessage =
  'The store is damaged. Pulls go on; nothing is written until it was repaired or restored. The log and `store check` have the details.'

const lowSpaceMessage =
  'The disk of the registry is nearly full. Pulls and deletes go on; new uploads are refused until there is room.'

/** What the answer is made of. */
export type HealthSources = Pick<Service, 'store' | 'log' | 'space'> & {
  lostSecrets: Pick<Service['lostSecrets'], 'count'>
  images: { lost: Pick<LostBlobs, 'count'> }
}

/** @param tls null where the registry has none of its own */
export async function serveHealth(service: HealthSources, tls: ServedTls | null = null): Promise<HttpAnswer> {
  try {
    service.store.requireWritable()
    const repositories = await service.store.repositories.countAll()
    const lostBlobs = service.images.lost.count()
    const { isLow, freeBytes } = service.space.read()
    const state = isLow ? { status: 'low-space', message: lowSpaceMessage, freeBytes } : { status: 'ok' }
    const lostSecrets = service.lostSecrets.count()
    const lost = { ...(lostBlobs > 0 && { lostBlobs }), ...(lostSecrets > 0 && { lostSecrets }) }
    const more = { ...lost, ...(tls && { tls: describeTls(tls) }) }
    return toJsonAnswer(200, { ...state, repositories, ...more })
  } catch (error) {
    // The log has said so when it happened.
    if (error instanceof StoreBrokenError) {
      const message =
        'The disk failed while a write was made durable. Reads go on; nothing is written until the next start.'
      return toJsonAnswer(503, { status: 'failed', message })
    }
    if (error instanceof StorePausedError) {
      const message = `The operator has stopped changes: ${error.reason} Pulls go on.`
      return toJsonAnswer(503, { status: 'read-only', message })
    }
    if (error instanceof StoreReadOnlyError) {
      return toJsonAnswer(503, { status: 'read-only', message: readOnlyHealthMessage })
    }
    service.log.error({ err: error }, 'the store does not answer')
    return toJsonAnswer(503, { status: 'failed', message: 'The store does not answer; see the log.' })
  }
}
