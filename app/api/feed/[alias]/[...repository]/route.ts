/** `GET /api/feed/ALIAS/REPO…?tag=PATTERN`: a repository's tags to follow, all or those that fit. */
import type { NextRequest } from 'next/server'
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { answerFeed } from '#lib/public-api/feeds/answer-feed.ts'
import { toRepositoryFeed } from '#lib/public-api/feeds/to-repository-feed.ts'
import { visit } from '#lib/runtime/visit.ts'

const maxPatternLength = 128

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/feed/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const pattern = request.nextUrl.searchParams.get('tag')?.slice(0, maxPatternLength) || null
  const language = readNamedLanguage(request)
  return answerFeed(
    request,
    async () => (await visit(() => toRepositoryFeed(alias, repository.join('/'), pattern, language))).result,
  )
}
