/**
 * The sitemap (sitemaps.org protocol 0.9): an index at `/sitemap.xml`, and its parts at `/sitemap.xml?part=1` and so on. A part
 * is far smaller than the 50,000 addresses that the protocol allows, so that none takes long, whatever the catalogue's size.
 */
import { connection } from 'next/server'
import { readConfig } from '#lib/config/config.ts'
import { toSitemapIndex, toSitemapPart } from '#lib/public-api/to-sitemap.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

/** It has the pages that are there in every gallery. */
const firstPart = 1

export async function GET(request: Request): Promise<Response> {
  await connection()
  const part = new URL(request.url).searchParams.get('part')
  const { galleryUrl } = readConfig()
  const catalog = getCatalog()
  if (part === null) {
    const parts = new Set([firstPart, ...catalog.listPathParts()])
    return toResponse(toSitemapIndex(galleryUrl, [...parts]))
  }
  const number = /^[1-9]\d{0,7}$/.test(part) ? Number(part) : null
  const paths = number === null ? [] : catalog.listPaths(number)
  if (paths.length === 0 && number !== firstPart) {
    return new Response('No such part of the sitemap.\n', { status: 404 })
  }
  return toResponse(toSitemapPart(galleryUrl, paths, { withFixedPages: number === firstPart }))
}

function toResponse(xml: string): Response {
  return new Response(xml, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=600' },
  })
}
