/** `GET /api/tags/ALIAS/REPO…?nextToken=`: one page of a repository's image tags. */
import type { NextRequest } from 'next/server'
import { EcrPublicError } from '#lib/ecr-public/ecr-public-error.ts'
import { listImageTags } from '#lib/gallery/list-image-tags.ts'
import { getLog } from '#lib/gallery/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/tags/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const nextToken = request.nextUrl.searchParams.get('nextToken')
  try {
    const page = await listImageTags(alias, repository.join('/'), nextToken === null ? {} : { nextToken })
    if (page === null) return Response.json({ message: 'No such repository.' }, { status: 404, headers })
    return Response.json(page, { headers })
  } catch (error) {
    if (error instanceof EcrPublicError && error.kind === 'invalid') {
      return Response.json({ message: 'This nextToken cannot be used.' }, { status: 400, headers })
    }
    getLog().warn({ err: error }, 'Image tags could not be read.')
    return Response.json({ message: 'The tags cannot be read right now.' }, { status: 502, headers })
  }
}
