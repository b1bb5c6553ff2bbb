/** `GET /api/logo/ALIAS/REPO…?v=VERSION`: a publisher's logo, from the gallery's own origin. */
import type { NextRequest } from 'next/server'
import { toMarkPicture } from '#components/ui/to-mark.ts'
import { readConfig } from '#lib/config/config.ts'
import { fetchLogo } from '#lib/pages/fetch-logo.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'

const foreverSeconds = 31_536_000

export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/logo/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  const repositoryName = repository.join('/')
  const stored = getCatalog().findLogo(alias, repositoryName)
  const summary = getCatalog().findRepository(alias, repositoryName)
  if (stored === null || summary === null)
    return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
  const logo = await fetchLogo(stored.url, getSourceOf(summary.registryId).endpoint, readConfig())
  if (logo === null) {
    // While the registry is away, pages show marks instead of broken pictures.
    return new Response(toMarkPicture(`${alias}/${repositoryName}`), {
      headers: { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' },
    })
  }
  const isNamed = request.nextUrl.searchParams.get('v') === stored.version
  return new Response(logo.bytes, {
    headers: {
      'content-type': logo.contentType,
      'cache-control': isNamed ? `public, max-age=${foreverSeconds}, immutable` : 'public, max-age=60',
      'x-content-type-options': 'nosniff',
    },
  })
}
