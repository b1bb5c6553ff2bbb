/** `GET /api/tags/ALIAS/REPO…?sort=&filter=&folds=&page=`: one page of a repository's image tags. */
import type { NextRequest } from 'next/server'
import { parseTagQuery } from '#lib/addresses/tag-query.ts'
import { listTagFacts } from '#lib/pages/tags/list-tag-facts.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/tags/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  try {
    const page = await listTagFacts(alias, repository.join('/'), parseTagQuery(request.nextUrl.searchParams))
    if (page === null) return Response.json({ message: 'No such repository.' }, { status: 404, headers })
    return Response.json(page, { headers })
  } catch (error) {
    getLog().warn({ err: error }, 'Image tags could not be read.')
    return Response.json({ message: 'The tags cannot be read right now.' }, { status: 502, headers })
  }
}
