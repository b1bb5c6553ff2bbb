/** `GET /api/compare/ALIAS/REPO…?from=&to=&platform=&format=`: what differs between two images, as JSON or as text. */
import type { NextRequest } from 'next/server'
import { toImageReference } from '#lib/addresses/image-reference.ts'
import { getComparison } from '#lib/pages/image/get-comparison.ts'
import { toComparisonAnswer, toComparisonText } from '#lib/public-api/to-comparison-text.ts'
import { visit } from '#lib/runtime/visit.ts'

/** Of more, programs are told the number. */
const maxFiles = 10_000
const headers = { 'cache-control': 'no-store' }

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/compare/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const { searchParams } = request.nextUrl
  const platform = searchParams.get('platform') || null
  const from = toImageReference(searchParams.get('from') ?? '', platform)
  const to = toImageReference(searchParams.get('to') ?? '', platform)
  if (from === null || to === null) {
    return toProblem(400, 'from and to are each a tag or a digest, such as sha256:….')
  }
  const { result } = await visit(() => getComparison(alias, repository.join('/'), { from, to, maxFiles }))
  switch (result.kind) {
    case 'found': {
      if (searchParams.get('format') !== 'text') {
        return Response.json(toComparisonAnswer(result.comparison), { headers })
      }
      return new Response(toComparisonText(result.comparison), {
        headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
      })
    }
    case 'unreadable':
      return toProblem(502, 'The images cannot be read right now.')
    case 'no-repository':
      return toProblem(404, 'No such repository.')
    case 'missing':
      return toProblem(
        404,
        `No ${result.what} ${result.reference.tag ?? result.reference.digest} to compare.`,
      )
  }
}

function toProblem(status: number, message: string): Response {
  return Response.json({ message }, { status, headers })
}
