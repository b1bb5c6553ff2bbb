/** `GET /api/search?…`: a search as JSON, with the same parameters as the page; `explain=1` says why each result is where it is. */
import { connection } from 'next/server'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  const { searchParams } = new URL(request.url)
  const explain = searchParams.get('explain') === '1'
  const result = getCatalog().search(parseSearchParams(searchParams), { explain })
  return Response.json(result, { headers: { 'cache-control': 'no-store' } })
}
