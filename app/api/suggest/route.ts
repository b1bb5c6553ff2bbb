/** `GET /api/suggest?q=`: names that begin with, or contain, what a visitor is typing. */
import { connection } from 'next/server'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'
import { toSearchText } from '#lib/gallery/search-params.ts'

const maxSuggestions = 8

export async function GET(request: Request): Promise<Response> {
  await connection()
  const text = toSearchText(new URL(request.url).searchParams.get('q') ?? '')
  const suggestions = getCatalog().suggest(text, maxSuggestions)
  return Response.json({ suggestions }, { headers: { 'cache-control': 'no-store' } })
}
