/**
 * `GET /api/badge/ALIAS/REPO…/KIND.svg`: what the index knows of a repository as a small picture for other people's pages: `version`, `size`,
 * `pulls`, `platforms` or `signed`. Nothing is asked of a source, and the picture can be kept for a few minutes.
 */
import { createHash } from 'node:crypto'
import { connection } from 'next/server'
import { BADGE_KINDS, toBadge } from '#components/repository/to-badge.ts'
import { toBadgeSvg } from '#lib/public-api/to-badge-svg.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

const keptSeconds = 300

export async function GET(
  request: Request,
  { params }: RouteContext<'/api/badge/[alias]/[...repository]'>,
): Promise<Response> {
  await connection()
  const { alias, repository } = await params
  const kind = BADGE_KINDS.find((one) => `${one}.svg` === repository.at(-1))
  const summary = kind && getCatalog().findRepository(alias, repository.slice(0, -1).join('/'))
  if (!summary) return toPicture(toBadgeSvg({ label: 'image', value: 'not found', tone: 'unknown' }), 404, 60)
  const svg = toBadgeSvg(toBadge(kind, summary))
  const etag = `"${createHash('sha256').update(svg).digest('hex').slice(0, 24)}"`
  if (request.headers.get('if-none-match') === etag) {
    return new Response(null, {
      status: 304,
      headers: { etag, 'cache-control': toCacheControl(keptSeconds) },
    })
  }
  return toPicture(svg, 200, keptSeconds, etag)
}

function toPicture(svg: string, status: number, seconds: number, etag?: string): Response {
  return new Response(svg, {
    status,
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': toCacheControl(seconds),
      'cross-origin-resource-policy': 'cross-origin',
      ...(etag !== undefined && { etag }),
    },
  })
}

function toCacheControl(seconds: number): string {
  return `public, max-age=${seconds}`
}
