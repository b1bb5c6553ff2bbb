/**
 * Lists what the anonymous API finds. A search gives no more than some thousand results, so one with more is cut into slices, each with a
 * letter more; all of it within a number of repositories and of requests.
 */
import { explain } from '../say-failure.ts'
import { SourceError } from '../source-error.ts'
import { callGalleryApi, type GalleryApi } from './call-gallery-api.ts'
import { type ListedRepository, searchAnswer } from './gallery-shapes.ts'

const perPage = 100

/** More results of one search are not given. */
const maxResults = 2_500

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const maxTermLength = 3

export interface SearchBounds {
  searchTerms: readonly string[]
  maxRepositories: number
}

/**
 * Every repository that is found, each once, by `ALIAS/NAME`.
 * @throws {SourceError} also when much less comes than is counted: what is missing is not gone
 */
export async function searchAll(
  api: GalleryApi,
  { searchTerms, maxRepositories }: SearchBounds,
): Promise<Map<string, ListedRepository>> {
  const found = new Map<string, ListedRepository>()
  // Slices overlap, and some find nothing.
  let requestsLeft = 20 + searchTerms.length + Math.ceil((maxRepositories / perPage) * 4)
  const waiting = [...searchTerms]
  const seen = new Set(waiting)
  while (waiting.length > 0 && found.size < maxRepositories && requestsLeft > 0) {
    const searchTerm = waiting.shift() ?? ''
    let nextToken: string | null = null
    let [given, total] = [0, 0]
    do {
      requestsLeft -= 1
      const content: object = {
        ...(searchTerm === '' ? {} : { searchTerm }),
        maxResults: perPage,
        sortConfiguration: { sortKey: 'POPULARITY' },
        ...(nextToken === null ? {} : { nextToken }),
      }
      const answer = await callGalleryApi(api, 'searchRepositoryCatalogData', content, searchAnswer)
      if (answer === null) break
      total = answer.totalResults
      given += answer.repositoryCatalogSearchResultList.length
      for (const one of answer.repositoryCatalogSearchResultList) {
        if (found.size >= maxRepositories) break
        found.set(`${one.primaryRegistryAliasName}/${one.repositoryName}`, one)
      }
      nextToken = answer.repositoryCatalogSearchResultList.length === 0 ? null : (answer.nextToken ?? null)
    } while (nextToken !== null && given < maxResults && found.size < maxRepositories && requestsLeft > 0)
    const isCut = found.size >= maxRepositories || requestsLeft <= 0
    if (!isCut && given < Math.min(total, maxResults) / 2) throw toShortError()
    if (total <= maxResults || searchTerm.length >= maxTermLength) continue
    for (const letter of letters) {
      const slice = `${searchTerm}${letter}`
      if (!seen.has(slice)) waiting.push(slice)
      seen.add(slice)
    }
  }
  if (found.size === 0) throw toShortError()
  return found
}

function toShortError(): SourceError {
  const call = 'searchRepositoryCatalogData'
  const explanation = explain({ code: 'too-few', values: {}, call, place: 'endpoint' })
  return new SourceError('not-understood', `${explanation.what} ${explanation.advice}`, { explanation })
}
