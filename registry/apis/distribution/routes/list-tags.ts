/** GET of a repository's tags, in lexical order and by page (distribution specification 1.1.1, "Listing Tags"). */
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import type { Verbs } from '../../parts.ts'
import type { RouteContext } from '../distribution-request.ts'
import { OciError } from '../oci-error.ts'

const maxPageSize = 1000
const maxLastLength = 128

export async function answerTags(context: RouteContext<Verbs<'tags'>>): Promise<HttpAnswer> {
  const { service, cache, repository, parameters } = context
  const { repositoryId, path } = repository
  const limit = readPageSize(parameters.get('n'))
  const after = parameters.get('last')?.slice(0, maxLastLength) ?? null
  const page = await cache.read(
    repositoryId,
    `tags ${limit} ${after ?? ''}`,
    async () => {
      // One row more than asked for tells whether there is a next page.
      const found =
        limit === 0 ? [] : await service.store.tags.listNames(repositoryId, { after, limit: limit + 1 })
      const tags = found.slice(0, limit)
      const last = found.length > limit ? tags.at(-1) : undefined
      return { body: JSON.stringify({ name: path, tags }), last }
    },
    ({ body }) => body.length,
  )
  const answer = toJsonAnswer(200, null)
  if (page.last !== undefined) {
    answer.headers.link = `</v2/${path}/tags/list?n=${limit}&last=${encodeURIComponent(page.last)}>; rel="next"`
  }
  return { ...answer, body: page.body }
}

export function readPageSize(text: string | null): number {
  if (text === null) return maxPageSize
  if (!/^\d{1,15}$/.test(text)) throw new OciError('PAGINATION_NUMBER_INVALID')
  return Math.min(Number(text), maxPageSize)
}
