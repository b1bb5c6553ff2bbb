/**
 * Tells Next which cached pages show old data. Next accepts this only inside a request, so the gallery sends
 * itself one, with a secret that never leaves the process (it stands on `globalThis`, which every copy of this
 * module shares).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { toTabRoute } from '#lib/addresses/internal-routes.ts'
import type { CatalogChange } from '#lib/catalog/sync/sync-context.ts'

/** Paths of pages, or `all` when everything that is cached may be old. */
export type StalePages = 'all' | string[]

/** More paths than this are not worth naming one by one. */
export const MAX_STALE_PATHS = 2_000

export const revalidationHeader = 'x-revalidation-secret'

export const revalidationBody = z.object({
  stale: z.union([z.literal('all'), z.array(z.string().startsWith('/').max(400)).max(MAX_STALE_PATHS)]),
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

/** The cached pages that show what has changed: repositories under every alias, each tab, and the publisher. */
export function toStalePaths({ aliases, repositories }: CatalogChange): string[] {
  return aliases.flatMap((alias) => [
    `/${alias}`,
    ...repositories.flatMap(({ repositoryName }) => [
      `/${alias}/${repositoryName}`,
      toTabRoute('usage', `${alias}/${repositoryName}`),
      toTabRoute('tags', `${alias}/${repositoryName}`),
    ]),
  ])
}
