/**
 * `GET /api/suggest?q=`: repositories, publishers and tags for what a visitor is typing. With `format=opensearch`, in the form
 * that the address bar of a browser takes.
 */
import { connection } from 'next/server'
import { readNamedLanguage } from '#lib/addresses/address-in-language.ts'
import { toSearchText } from '#lib/addresses/search-params.ts'
import { readConfig } from '#lib/config/config.ts'
import { suggestionsMediaType, toOpenSearchSuggestions } from '#lib/public-api/to-open-search-description.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

const maxSuggestions = 8

export async function GET(request: Request): Promise<Response> {
  await connection()
  const params = new URL(request.url).searchParams
  const text = toSearchText(params.get('q') ?? '')
  const suggestions = getCatalog().suggest(text, maxSuggestions)
  const headers = { 'cache-control': 'no-store' }
  if (params.get('format') !== 'opensearch') return Response.json({ suggestions }, { headers })
  const answer = toOpenSearchSuggestions(
    text,
    suggestions,
    readConfig().galleryUrl,
    readNamedLanguage(request),
  )
  return Response.json(answer, { headers: { ...headers, 'content-type': suggestionsMediaType } })
}
