/** `GET /api/feed/ALIAS`: a publisher to follow. */
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { answerFeed } from '#lib/public-api/feeds/answer-feed.ts'
import { toPublisherFeed } from '#lib/public-api/feeds/to-search-feed.ts'

export async function GET(
  request: Request,
  { params }: RouteContext<'/api/feed/[alias]'>,
): Promise<Response> {
  const { alias } = await params
  return answerFeed(request, async () =>
    toPublisherFeed(alias, parseSearchParams({}), readNamedLanguage(request)),
  )
}
