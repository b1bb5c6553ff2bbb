/**
 * `GET /api/badge/ALIAS/REPO…/KIND.svg`: what the index knows of a repository as a small picture for other people's pages: `version`, `size`,
 * `pulls`, `platforms` or `signed`. Nothing is asked of a source, and the picture can be kept for a few minutes.
 */
import { connection } from 'next/server'
import { BADGE_KINDS, toBadge } from '#components/repository/to-badge.ts'
import { answerUnlessKnown } from '#lib/public-api/answer-unless-known.ts'
import { toBadgeSvg } from '#lib/public-api/to-badge-svg.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

const keptSeconds = 300
const missingSeconds = 60

export async function GET(
  request: Request,
  { params }: RouteContext<'/api/badge/[alias]/[...repository]'>,
): Promise<Response> {
  await connection()
  const { alias, repository } = await params
  const kind = BADGE_KINDS.find((one) => `${one}.svg` === repository.at(-1))
  const summary = kind && getCatalog().findRepository(alias, repository.slice(0, -1).join('/'))
  if (summary) {
    return answerUnlessKnown(request, toBadgeSvg(toBadge(kind, summary)), {
      updatedAt: null,
      headers: toHeaders(keptSeconds),
    })
  }
  const none = toBadgeSvg({ label: 'image', value: 'not found', tone: 'unknown' })
  return new Response(none, { status: 404, headers: toHeaders(missingSeconds) })
}

function toHeaders(seconds: number) {
  return {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': `public, max-age=${seconds}`,
    'cross-origin-resource-policy': 'cross-origin',
  }
}
