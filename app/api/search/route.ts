/** `GET /api/search?…`: a search as JSON, with the same parameters as the page; `explain=1` says why each result is where it is. */
import { connection } from 'next/server'
import { describeNote } from '#components/search/describe-note.ts'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { DEFAULT_LANGUAGE } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { SearchAnswer } from '#lib/public-api/api-answers.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export async function GET(request: Request): Promise<Response> {
  await connection()
  const { searchParams } = new URL(request.url)
  const explain = searchParams.get('explain') === '1'
  const result = getCatalog().search(parseSearchParams(searchParams), { explain })
  const texts = readTexts(DEFAULT_LANGUAGE, 'search')
  const answer: SearchAnswer = {
    ...result,
    notes: result.notes.map((note) => ({ ...note, message: describeNote(note, texts, DEFAULT_LANGUAGE) })),
  }
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}
