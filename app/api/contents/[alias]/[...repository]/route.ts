/** `GET /api/contents/ALIAS/REPO…?tag=` or `?digest=`: what is stated of the packages and known vulnerabilities of an image. */
import type { NextRequest } from 'next/server'
import { getContentsFacts } from '#lib/pages/image/get-contents-facts.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/contents/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const { searchParams } = request.nextUrl
  const reference = searchParams.get('digest') ?? searchParams.get('tag') ?? ''
  const platform = searchParams.get('platform')
  try {
    const facts = await getContentsFacts(alias, repository.join('/'), { reference, platform })
    if (facts !== null) return Response.json(facts, { headers })
    return Response.json({ message: 'There is no such image.' }, { status: 404, headers })
  } catch (error) {
    getLog().warn({ err: error }, 'What is attached to an image could not be read.')
    return Response.json({ message: 'The registry cannot be read right now.' }, { status: 502, headers })
  }
}
