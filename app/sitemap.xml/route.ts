/**
 * The sitemap (sitemaps.org protocol 0.9): an index at `/sitemap.xml`, and its parts at
 * `/sitemap.xml?part=1` and so on, as one file may name 50,000 addresses.
 */
import { connection } from 'next/server'
import { readConfig } from '#lib/config/config.ts'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'
import { toSitemapIndex, toSitemapPart } from '#lib/gallery/to-sitemap.ts'

const pathsPerPart = 40_000

export async function GET(request: Request): Promise<Response> {
  await connection()
  const part = new URL(request.url).searchParams.get('part')
  const { galleryUrl } = readConfig()
  const catalog = getCatalog()
  if (part === null) {
    const parts = Math.max(1, Math.ceil(catalog.facts().repositoryCount / pathsPerPart))
    return toResponse(toSitemapIndex(galleryUrl, parts))
  }
  if (!/^[1-9]\d{0,4}$/.test(part)) return new Response('No such part of the sitemap.\n', { status: 404 })
  const paths = catalog.listPaths({ offset: (Number(part) - 1) * pathsPerPart, limit: pathsPerPart })
  return toResponse(toSitemapPart(galleryUrl, paths, { withFixedPages: part === '1' }))
}

function toResponse(xml: string): Response {
  return new Response(xml, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=600' },
  })
}
