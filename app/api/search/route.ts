/** `GET /api/search?…`: a search as JSON, with the same parameters as the page. */
import { connection } from 'next/server'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'
import { parseSearchParams } from '#lib/gallery/search-params.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  const result = getCatalog().search(parseSearchParams(new URL(request.url).searchParams))
  return Response.json(result, { headers: { 'cache-control': 'no-store' } })
}
