/** `GET /api/facts/ALIAS/REPO…?digest=`: what is known of an image that a tag names, for a pull panel that shows another tag. */
import type { NextRequest } from 'next/server'
import { getTaggedImageFacts } from '#lib/pages/tags/list-pull-tags.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/facts/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const digest = request.nextUrl.searchParams.get('digest') ?? ''
  try {
    const facts = await getTaggedImageFacts(alias, repository.join('/'), digest)
    if (facts !== null) return Response.json(facts, { headers })
    const message = 'There is no such image, or it cannot be read in time.'
    return Response.json({ message }, { status: 404, headers })
  } catch (error) {
    getLog().warn({ err: error }, 'The facts of an image could not be read.')
    return Response.json({ message: 'The registry cannot be read right now.' }, { status: 502, headers })
  }
}
