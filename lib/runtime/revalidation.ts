/**
 * Tells Next which cached pages show old data. Next accepts this only inside a request, so the gallery sends
 * itself one, with a secret that never leaves the process (it stands on `globalThis`, which every copy of this
 * module shares).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { CatalogChange } from '#lib/catalog/sync/catalog-change.ts'
import { publisherTag, repositoryTag } from './cache-tags.ts'

/** Tags of pages (cache-tags.ts), or `all` when everything that is kept may be old. */
export type StalePages = 'all' | string[]

/** More tags than this are not worth naming one by one. */
export const MAX_STALE_TAGS = 2_000

export const revalidationHeader = 'x-revalidation-secret'

export const revalidationBody = z.object({
  stale: z.union([z.literal('all'), z.array(z.string().min(1).max(256)).max(MAX_STALE_TAGS)]),
})

const key = Symbol.for('public-gallery.revalidation-secret')

/** The secret of this process. */
export function getRevalidationSecret(): string {
  const holder = globalThis as { [key]?: string }
  holder[key] ??= randomBytes(32).toString('hex')
  return holder[key]
}

/** True for the secret of this process, compared in constant time. */
export function isRevalidationSecret(given: string | null): boolean {
  const expected = Buffer.from(getRevalidationSecret())
  const received = Buffer.from(given ?? '')
  return received.length === expected.length && timingSafeEqual(received, expected)
}

/** The tags of the pages that show what has changed: those of each repository, and the publisher's, under every alias. */
export function toStaleTags({ aliases, repositories }: CatalogChange): string[] {
  return aliases.flatMap((alias) => [
    publisherTag(alias),
    ...repositories.map(({ repositoryName }) => repositoryTag(alias, repositoryName)),
  ])
}
