/**
 * `GET /api/suggest?q=`: repositories, publishers and tags for what a visitor is typing. With `format=opensearch`, in the form
 * that the address bar of a browser takes.
 */
import { connection } from 'next/server'
import { readConfig } from '#lib/config/config.ts'
import { getCatalog } from '#lib/gallery/catalog-instance.ts'
import { toSearchText } from '#lib/gallery/search-params.ts'
import { suggestionsMediaType, toOpenSearchSuggestions } from '#lib/gallery/to-open-search-description.ts'

const maxSuggestions = 8

export async function GET(request: Request): Promise<Response> {
  await connection()
  const params = new URL(request.url).searchParams
  const text = toSearchText(params.get('q') ?? '')
  const suggestions = getCatalog().suggest(text, maxSuggestions)
  const headers = { 'cache-control': 'no-store' }
  if (params.get('format') !== 'opensearch') return Response.json({ suggestions }, { headers })
  return Response.json(toOpenSearchSuggestions(text, suggestions, readConfig().galleryUrl), {
    headers: { ...headers, 'content-type': suggestionsMediaType },
  })
}
