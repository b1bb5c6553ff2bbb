/** `GET /api/feed?…`: a search to follow, with the parameters of the search page, as Atom or JSON Feed. */
import { connection } from 'next/server'
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { answerFeed } from '#lib/public-api/feeds/answer-feed.ts'
import { toSearchFeed } from '#lib/public-api/feeds/to-search-feed.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  const query = parseSearchParams(new URL(request.url).searchParams)
  return answerFeed(request, async () => toSearchFeed(query, readNamedLanguage(request)))
}
