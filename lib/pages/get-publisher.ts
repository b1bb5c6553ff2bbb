import type { Publisher } from '#lib/catalog/catalog.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { keepPublisherPage } from './keep-page.ts'

/** Looks a registry up in the index, by any of its aliases, for a page that is kept. @returns null when there is none */
export async function getPublisher(alias: string): Promise<Publisher | null> {
  await keepPublisherPage(alias)
  return getCatalog().findPublisher(alias)
}
